// The code of database/detail/shared_write.hpp.
#pragma once

#include <dataflow/database/detail/shared_write.hpp>

#include <utility>

namespace dataflow::database_ {

DATAFLOW_RUNTIME void write_group::refuse(const error& why) noexcept {
    state_ = state::refused;
    refusal_ = why;
}

DATAFLOW_RUNTIME void write_group::begin() noexcept {
    try {
        inside_.begin(access::read_write, isolation::standard);
    } catch (const error& e) {
        refuse(e);
    } catch (...) {
        state_ = state::broken;
    }
}

DATAFLOW_RUNTIME void write_group::add(shared_write& one) noexcept {
    one.next = first_;
    first_ = &one;
    if (state_ != state::open) return;
    try {
        const context::scope savepoint{inside_};
        one.run(one, &inside_);
        savepoint.done();
        one.ended = shared_write::ending::done;
    } catch (...) {
        one.ended = shared_write::ending::failed;
        one.failure = std::current_exception();
        look();
    }
}

// After some errors (a full disk, no memory) SQLite undoes the whole transaction: no savepoint can be set
// then.
DATAFLOW_RUNTIME void write_group::look() noexcept {
    try {
        inside_.savepoint(1);
        inside_.release(1);
    } catch (...) {
        state_ = state::broken;
    }
}

DATAFLOW_RUNTIME void write_group::finish() noexcept {
    const bool begun = state_ != state::refused;
    if (state_ == state::open) {
        try {
            inside_.commit();
            return;
        } catch (const foreign_key_violation&) {
            state_ = state::broken;
        } catch (const error& e) {
            refuse(e);
        } catch (...) {
            state_ = state::broken;
        }
    } else if (begun) {
        inside_.rollback();
    }
    for (auto* one = first_; one != nullptr; one = one->next) {
        // What has failed together with writes that are undone now may go well without them.
        if (state_ == state::broken || one->ended == shared_write::ending::failed) {
            one->ended = shared_write::ending::alone;
            one->failure = nullptr;
            continue;
        }
        try {
            auto info = refusal_->info();
            info.node = one->what->node;
            if (one->what->table != nullptr) info.model = one->what->table->model;
            raise(refusal_->kind(), std::move(info));
        } catch (...) {
            one->failure = std::current_exception();
        }
        one->ended = shared_write::ending::failed;
    }
}

} // namespace dataflow::database_
