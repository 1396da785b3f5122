#include "browser/mirror/mirror.hpp"

#include <algorithm>
#include <string_view>

#include "browser/bridge/host.hpp"
#include "browser/bridge/strings.hpp"
#include "core/fields/validation.hpp"
#include "core/text/unicode.hpp"

namespace casement {

namespace {

struct InputKind {
  std::string_view kind, type, mode;
};

// Numbers and dates are text for the browser: its own number and date controls drop what they do
// not understand, and nothing typed is ever lost here.
InputKind input_kind(FieldKind kind) {
  switch (kind) {
    case FieldKind::multiline: return {"textarea", "", ""};
    case FieldKind::choice: return {"select", "", ""};
    case FieldKind::email: return {"text", "email", "email"};
    case FieldKind::phone: return {"text", "tel", "tel"};
    case FieldKind::number: return {"text", "text", "decimal"};
    case FieldKind::date: return {"text", "text", "numeric"};
    case FieldKind::text:
    case FieldKind::files: break;
  }
  return {"text", "text", "text"};
}

/// One control's record, in the order that mirror.hpp tells.
struct Control {
  PartId id;
  std::string key;
  std::string_view kind;
  std::string_view name = {};
  std::string label;
  std::string_view hint = {};
  std::string error = {};
  std::string counter = {};
  std::string most = {};
  std::string_view value = {};
  std::string flags = {};
  std::string_view type = {};
  std::string_view mode = {};
  std::string_view autocomplete = {};
  std::string_view placeholder = {};
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
    strings_.add(tag_of(form.language()));
    strings_.add(form.heading());
    strings_.add(form.intro());
    const auto alert = form.alert();
    strings_.add(alert ? std::string_view(alert->title) : std::string_view());
    strings_.add(alert ? std::string_view(alert->body) : std::string_view());
    strings_.add(form.status_line());
    strings_.add(text(form.language(), Message::required_mark));
    add_progress();
    add_receipt();
    add_fields();
    add_files();
    add_buttons();
  }

  [[nodiscard]] const std::string& bytes() const noexcept { return strings_.bytes(); }

 private:
  void add(Control control) {
    const Placed* placed = placed_at(frame_, control.id);
    if (placed == nullptr) {
      // Without room for more files only the picker's own box is not there.
      const bool full = control.id.part == Part::pick_files && form_.screen() == Screen::form;
      if (!full) control.flags += 'h';
    } else {
      if (placed->segmented) control.flags += 's';
      if (placed->variant > 0) control.flags += static_cast<char>('0' + placed->variant);
    }
    strings_.add(control.key);
    for (const std::string_view text :
         {control.kind, control.name, std::string_view(control.label), control.hint,
          std::string_view(control.error), std::string_view(control.counter),
          std::string_view(control.most), control.value, std::string_view(control.flags),
          control.type, control.mode, control.autocomplete, control.placeholder})
      strings_.add(text);
    strings_.add(std::uint64_t{control.options.size()});
    for (const OptionView& option : control.options) {
      strings_.add(option.value);
      strings_.add(option.label);
    }
    const Rect box = placed ? placed->box : Rect{};
    const Rect content = placed ? placed->content : Rect{};
    parts_.push_back(control.id);
    boxes_.insert(boxes_.end(), {box.x, box.y, box.w, box.h});
    boxes_.insert(boxes_.end(), {content.x, content.y, content.w, content.h});
  }

  void add_progress() {
    const ProgressView progress = form_.progress();
    strings_.add(progress.title.empty() && !progress.left.empty() ? form_.heading()
                                                                  : progress.title);
    strings_.add(progress.share ? std::to_string(static_cast<int>(*progress.share * 1000))
                                : std::string());
    strings_.add(progress.left);
    strings_.add(progress.right);
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
      const InputKind input = input_kind(spec.kind);
      std::string flags;
      if (form_.required(field)) flags += 'r';
      if (!form_.editable(field)) flags += spec.kind == FieldKind::choice ? 'd' : 'o';
      add({.id = {Part::field, static_cast<std::uint32_t>(field), 0},
           .key = "field-" + std::to_string(form_.field_id(field)),
           .kind = input.kind,
           .name = spec.name,
           .label = std::string(form_.label(field)),
           .hint = form_.hint(field),
           .error = form_.error(field),
           .counter = form_.counter(field),
           .most = spec.max_length > 0 ? std::to_string(spec.max_length) : std::string(),
           .value = form_.value(field),
           .flags = std::move(flags),
           .type = input.type,
           .mode = input.mode,
           .autocomplete = spec.autocomplete,
           .placeholder = placeholder(field),
           .options = form_.options(field)});
    }
  }

  void add_files() {
    if (!form_.accepts_files()) return;
    const std::string note = form_.files_note();
    const std::string accept = form_.accept_attribute();
    std::string flags = form_.config().files.required ? "r" : "";
    if (!form_.accepts_more_files()) flags += 'd';
    add({.id = {Part::pick_files, 0, 0},
         .key = "files",
         .kind = "files",
         .name = form_.config().files.part_name,
         .label = std::string(text(form_.language(), Message::label_file)),
         .hint = note,
         .error = form_.files_error(),
         .value = accept,
         .flags = std::move(flags),
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

std::size_t Mirror::find(Part part, std::size_t index) const noexcept {
  const auto found = std::find_if(parts_.begin(), parts_.end(), [&](const PartId& id) {
    return id.part == part && id.index == index;
  });
  return static_cast<std::size_t>(found - parts_.begin());
}

}  // namespace casement
