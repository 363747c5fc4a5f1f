// The code of driver/limit.hpp.
#pragma once

#include <dataflow/driver/limit.hpp>

#include <string>

namespace dataflow::driver {

DATAFLOW_RUNTIME void limit::stop() noexcept {
    const std::scoped_lock lock{guard_};
    stopped_.store(true, std::memory_order_release);
    if (wake_ != nullptr) wake_(state_);
}

DATAFLOW_RUNTIME void limit::require() const {
    const auto why = reached();
    if (why != end::none)
        raise(driver::kind_of(why), {.message = std::string{words_for(why)} + " before anything was run"});
}

DATAFLOW_RUNTIME limit::watch::watch(limit* of, void (*wake)(void*), void* state) noexcept : of_(of) {
    for (auto* l = of_; l != nullptr; l = l->outer_) {
        const std::scoped_lock lock{l->guard_};
        l->wake_ = wake;
        l->state_ = state;
    }
}

DATAFLOW_RUNTIME limit::watch::~watch() {
    for (auto* l = of_; l != nullptr; l = l->outer_) {
        const std::scoped_lock lock{l->guard_};
        l->wake_ = nullptr;
    }
}

} // namespace dataflow::driver
