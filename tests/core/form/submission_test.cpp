#include "core/form/submission.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace casement;

namespace {

using State = SubmissionState;
using On = SubmissionEvent;

constexpr std::array states = {State::editing,  State::probing,  State::sending, State::created,
                               State::rejected, State::not_sent, State::unknown, State::checking};
constexpr std::array events = {
    On::send,     On::file_unreadable, On::proxy_reached,  On::proxy_unreachable,
    On::cancel,   On::reply_created,   On::reply_rejected, On::reply_unknown,
    On::check,    On::check_not_found, On::edit,           On::start_over,
    On::not_begun};

using Next = std::optional<State>;
constexpr Next none = std::nullopt;
constexpr Next editing = State::editing, probing = State::probing, sending = State::sending,
               created = State::created, rejected = State::rejected, not_sent = State::not_sent,
               unknown = State::unknown, checking = State::checking;

// clang-format off
constexpr Next table[states.size()][events.size()] = {
    //           send     file      reached  unreach.  cancel   created  rejected  unknown  check     not_found edit     start_over not_begun
    /* editing  */ {probing, none,     none,    none,     none,    none,    none,     none,    none,     none,     none,    editing, none},
    /* probing  */ {none,    not_sent, sending, not_sent, editing, none,    none,     none,    none,     none,     none,    none,    none},
    /* sending  */ {none,    none,     none,    none,     unknown, created, rejected, unknown, none,     none,     none,    none,    not_sent},
    /* created  */ {none,    none,     none,    none,     none,    none,    none,     none,    none,     none,     none,    editing, none},
    /* rejected */ {probing, none,     none,    none,     none,    none,    none,     none,    none,     none,     editing, editing, none},
    /* not_sent */ {probing, none,     none,    none,     none,    none,    none,     none,    none,     none,     editing, editing, none},
    /* unknown  */ {none,    none,     none,    none,     none,    none,    none,     none,    checking, none,     editing, editing, none},
    /* checking */ {none,    none,     none,    none,     unknown, created, rejected, unknown, none,     not_sent, none,    none,    none},
};
// clang-format on

}  // namespace

TEST_CASE("every state answers every event as the table says") {
  for (std::size_t state = 0; state < states.size(); ++state) {
    for (std::size_t event = 0; event < events.size(); ++event) {
      CAPTURE(state);
      CAPTURE(event);
      CHECK(transition(states[state], events[event]) == table[state][event]);
    }
  }
}

TEST_CASE("a second send while one runs is ignored") {
  for (const State state : states) {
    if (in_flight(state)) CHECK_FALSE(transition(state, On::send));
  }
}

TEST_CASE("what may exist is never sent again without going back to the form first") {
  CHECK_FALSE(transition(State::unknown, On::send));
  CHECK_FALSE(transition(State::created, On::send));
}

TEST_CASE("the form is on view while nothing was sent, or nothing was created") {
  for (const State state : states) {
    const bool shown =
        state == State::editing || state == State::rejected || state == State::not_sent;
    CHECK(shows_form(state) == shown);
  }
}

TEST_CASE("a request is under way while probing, sending and checking") {
  for (const State state : states) {
    const bool under_way =
        state == State::probing || state == State::sending || state == State::checking;
    CHECK(in_flight(state) == under_way);
  }
}
