#include "browser/mirror/mirror.hpp"

#include <algorithm>
#include <string_view>

#include "browser/bridge/contract.hpp"
#include "browser/bridge/host.hpp"
#include "browser/bridge/strings.hpp"
#include "core/fields/field_kinds.hpp"
#include "core/fields/validation.hpp"
#include "core/text/unicode.hpp"

namespace casement {

namespace {

/// What is said of the form as a whole.
struct Head {
  std::string_view language;  ///< BCP 47
  std::string_view heading;
  std::string intro;
  std::string_view alert_title;
  std::string_view alert_body;
  std::string status;
  std::string_view required_mark;
  std::string_view progress_title;  ///< with all of the progress "" while there is none
  std::string progress_share;       ///< in thousandths, or "" when it is not known
  std::string_view progress_left;   ///< below the bar
  std::string_view progress_right;
};

/// What is said of a control. Keys are stable from one description to the next, so a control keeps
/// its caret, its undo history and its focus.
struct Control {
  PartId id;
  std::string key;        ///< "field-3" by its field_id, "send", "remove-17"
  std::string_view kind;  ///< files, submit, button, or a field's (FieldKindTraits::control)
  std::string_view name = {};
  std::string label;
  std::string_view hint = {};
  std::string error = {};
  std::string counter = {};
  std::string max_length = {};  ///< code points, or ""
  std::string_view value = {};  ///< of `files`: the accept attribute; of a file: its name as shown
  int flags = 0;                ///< host::control_…
  std::string_view mode = {};   ///< of `files`: that they may be dropped; of a file: its badge
  std::string_view autocomplete = {};
  std::string_view placeholder = {};  ///< of `files`: that they are chosen here
  std::vector<OptionView> options = {};
};

const Placed* placed_at(const PanelFrame& frame, PartId id) {
  const auto found = std::find_if(frame.places.begin(), frame.places.end(),
                                  [&](const Placed& placed) { return placed.id == id; });
  return found == frame.places.end() ? nullptr : &*found;
}

class Description {
 public:
  Description(const CaseForm& form, const PanelFrame& frame, std::vector<PartId>& parts,
              std::vector<float>& boxes)
      : form_(form), frame_(frame), parts_(parts), boxes_(boxes) {
    parts_.clear();
    boxes_.clear();
    add_head();
    add_receipt();
    add_fields();
    add_files();
    add_buttons();
  }

  [[nodiscard]] const std::string& bytes() const noexcept { return strings_.bytes(); }

 private:
  void add(Control control) {
    const Placed* placed = placed_at(frame_, control.id);
    std::string variant;
    if (placed == nullptr) {
      // Without room for more files only the picker's own box is not there.
      const bool full = control.id.part == Part::pick_files && form_.screen() == Screen::form;
      if (!full) control.flags |= host::control_hidden;
    } else {
      if (placed->segmented) control.flags |= host::control_segmented;
      if (placed->variant > 0) variant = std::to_string(placed->variant);
    }
    const std::string flags = std::to_string(control.flags);
    strings_.add_record({control.key, control.kind, control.name, control.label, control.hint,
                         control.error, control.counter, control.max_length, control.value, flags,
                         variant, control.mode, control.autocomplete, control.placeholder});
    strings_.add(std::uint64_t{control.options.size()});
    for (const OptionView& option : control.options) {
      strings_.add(option.value);
      strings_.add(option.label);
    }
    const Rect box = placed ? placed->box : Rect{};
    const Rect content = placed ? placed->content : Rect{};
    parts_.push_back(control.id);
    for (const Rect& each : {box, content})
      boxes_.insert(boxes_.end(), {each.x, each.y, each.w, each.h});
  }

  void add_head() {
    const AlertView alert = form_.alert().value_or(AlertView{});
    const ProgressView progress = form_.progress();
    const std::string heading = form_.heading();
    const bool untitled = progress.title.empty() && !progress.left.empty();
    const Head head{
        .language = tag_of(form_.language()),
        .heading = heading,
        .intro = form_.intro(),
        .alert_title = alert.title,
        .alert_body = alert.body,
        .status = form_.status_line(),
        .required_mark = text(form_.language(), Message::required_mark),
        .progress_title = untitled ? heading : progress.title,
        .progress_share = progress.share ? std::to_string(static_cast<int>(*progress.share * 1000))
                                         : std::string(),
        .progress_left = progress.left,
        .progress_right = progress.right,
    };
    strings_.add_record({head.language, head.heading, head.intro, head.alert_title, head.alert_body,
                         head.status, head.required_mark, head.progress_title, head.progress_share,
                         head.progress_left, head.progress_right});
  }

  void add_receipt() {
    if (form_.screen() != Screen::created) return strings_.add(std::uint64_t{0});
    const ReceiptView receipt = form_.receipt();
    strings_.add(std::uint64_t{receipt.rows.size() + 1});
    strings_.add(form_.heading());
    strings_.add(receipt.number);
    for (const auto& [label, value] : receipt.rows) {
      strings_.add(label);
      strings_.add(value);
    }
  }

  [[nodiscard]] std::string_view placeholder(std::size_t field) const {
    const std::string_view own = form_.placeholder(field);
    if (!own.empty() || form_.spec(field).kind != FieldKind::choice) return own;
    return text(form_.language(), Message::choose_option);
  }

  void add_fields() {
    for (std::size_t field = 0; field < form_.field_count(); ++field) {
      if (!form_.visible(field)) continue;
      const FieldSpec& spec = form_.spec(field);
      const FieldKindTraits& kind = traits_of(spec.kind);
      int flags = form_.required(field) ? host::control_required : 0;
      if (!form_.editable(field))
        flags |= spec.kind == FieldKind::choice ? host::control_disabled : host::control_read_only;
      add({.id = {Part::field, static_cast<std::uint32_t>(field), 0},
           .key = "field-" + std::to_string(form_.field_id(field)),
           .kind = kind.control,
           .name = spec.name,
           .label = std::string(form_.label(field)),
           .hint = form_.hint(field),
           .error = form_.error(field),
           .counter = form_.counter(field),
           .max_length = spec.max_length > 0 ? std::to_string(spec.max_length) : std::string(),
           .value = form_.value(field),
           .flags = flags,
           .mode = kind.input_mode,
           .autocomplete = spec.autocomplete,
           .placeholder = placeholder(field),
           .options = form_.options(field)});
    }
  }

  void add_files() {
    if (!form_.accepts_files()) return;
    const std::string note = form_.files_note();
    const std::string accept = form_.accept_attribute();
    int flags = form_.config().files.required ? host::control_required : 0;
    if (!form_.accepts_more_files()) flags |= host::control_disabled;
    add({.id = {Part::pick_files, 0, 0},
         .key = "files",
         .kind = "files",
         .name = form_.config().files.part_name,
         .label = std::string(text(form_.language(), Message::label_file)),
         .hint = note,
         .error = form_.files_error(),
         .value = accept,
         .flags = flags,
         .mode = text(form_.language(), Message::drop_here),
         .placeholder = text(form_.language(), Message::choose_files)});
    std::uint32_t index = 0;
    for (const Attachment& attachment : form_.attachments()) {
      std::string note_of = form_.attachment_note(index);
      const std::string extension = extension_of(attachment.name);
      add({.id = {Part::remove_file, index, 0},
           .key = "remove-" + std::to_string(attachment.id),
           .kind = "button",
           .label = format(text(form_.language(), Message::remove_file), {attachment.name}),
           .hint = attachment.fault ? std::string_view() : note_of,
           .error = attachment.fault ? note_of : std::string(),
           .value = index < frame_.file_names.size() ? std::string_view(frame_.file_names[index])
                                                     : std::string_view(),
           .mode = first_code_points(extension, 4)});
      ++index;
    }
  }

  void button(Part part, std::string_view key, Message label, std::string_view kind = "button",
              std::string_view hint = {}) {
    add({.id = {part, 0, 0},
         .key = std::string(key),
         .kind = kind,
         .label = std::string(text(form_.language(), label)),
         .hint = hint});
  }

  void add_buttons() {
    button(Part::send, "send", Message::send, "submit");
    button(Part::cancel, "cancel", Message::cancel, "button",
           text(form_.language(), Message::keep_open));
    button(Part::copy_number, "copy", form_.copied() ? Message::copied : Message::copy);
    button(Part::print, "print", Message::print);
    button(Part::new_case, "new", Message::new_case);
    button(Part::check_now, "check", Message::check_now);
    button(Part::back_to_form, "back", Message::back_to_form);
  }

  const CaseForm& form_;
  const PanelFrame& frame_;
  std::vector<PartId>& parts_;
  std::vector<float>& boxes_;
  Strings strings_;
};

}  // namespace

void Mirror::update(const CaseForm& form, const PanelFrame& frame) {
  std::vector<float> boxes;
  const Description description(form, frame, parts_, boxes);
  if (description.bytes() != described_) {
    described_ = description.bytes();
    host::host_describe(described_.data(), described_.size());
    boxes_.clear();
  }
  if (boxes != boxes_) {
    boxes_ = std::move(boxes);
    host::host_place(boxes_.data(), parts_.size());
  }
}

std::optional<std::size_t> Mirror::field(std::size_t control) const noexcept {
  if (control >= parts_.size() || parts_[control].part != Part::field) return std::nullopt;
  return parts_[control].index;
}

std::size_t Mirror::find(Part part, std::size_t index) const noexcept {
  const auto found = std::find_if(parts_.begin(), parts_.end(), [&](const PartId& id) {
    return id.part == part && id.index == index;
  });
  return static_cast<std::size_t>(found - parts_.begin());
}

}  // namespace casement
