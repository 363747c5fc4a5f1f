// The code of node/together.hpp.
#pragma once

#include <dataflow/node/detail/telling.hpp>
#include <dataflow/node/together.hpp>

#include <memory>
#include <utility>
#include <vector>

namespace dataflow::node_ {

DATAFLOW_RUNTIME void together::run() {
    executor::together_state alone;
    const bool own = on_.state_ == nullptr;
    if (own) on_.state_ = &alone;
    on_.state_->gathers = this;
    go_on();
    on_.state_->gathers = nullptr;
    if (own) on_.state_ = nullptr;
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
}

/// Runs the next node, within it those after it; then all that they have posted is sent.
DATAFLOW_RUNTIME void together::go_on() {
    while (started_ < nodes_ && !thrown_) { // again only where a node has posted nothing
        try {
            step_(self_, started_++);
        } catch (const ended&) {
        } catch (...) {
            if (!thrown_) thrown_ = std::current_exception();
        }
    }
    if (!sent_) send();
}

DATAFLOW_RUNTIME void together::send() {
    sent_ = true;
    expected_ = nullptr;
    if (thrown_ || posted_ == 0) return; // nothing was sent, and nothing is
    auto& connection = on_.connection();
    access how{};
    const bool begins = on_.take_due(how);
    on_.serve_session();
    std::vector<std::unique_ptr<detail::telling>> told;
    if (connection.watch() != nullptr) {
        if (begins)
            told.push_back(std::make_unique<detail::telling>(connection, statement_event::step::begin,
                                                             nullptr, false, on_.session()));
        for (std::size_t i = 0; i < posted_; ++i)
            told.push_back(std::make_unique<detail::telling>(connection, statement_event::step::statement,
                                                             room_[i].what, room_[i].what->writes,
                                                             on_.session()));
    }
    done_ = connection.run_together({room_, posted_}, begins ? &how : nullptr, failure_);
    for (std::size_t i = 0; i < posted_ && !told.empty(); ++i) {
        auto& one = *told[i + (begins ? 1 : 0)];
        if (begins) one.within_transaction();
        if (i < done_)
            one.gave(room_[i].target != nullptr && room_[i].done.returned != 0 ? room_[i].done.returned
                                                                               : room_[i].done.affected);
        else one.fails(i == done_ ? failure_ : nullptr);
    }
}

DATAFLOW_RUNTIME driver::outcome together::post(const sql::statement& what, std::uint64_t variant,
                                                const sql::bindings& bound, driver::row_target* target) {
    const std::size_t mine = posted_++;
    room_[mine] = {&what, variant, bound, target, {}};
    expected_ = nullptr;
    go_on();
    if (mine == done_ && failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
    if (mine >= done_ || thrown_) throw ended{};
    return room_[mine].done;
}

} // namespace dataflow::node_
