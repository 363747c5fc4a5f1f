// A function of the program that is kept for later.
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace dataflow {

template <class Signature>
class callback;

/// Anything that can be called so; copies share it. Empty: nobody is called.
template <class Result, class... Given>
class callback<Result(Given...)> {
  public:
    callback() noexcept = default;
    template <class Function>
        requires(!std::is_same_v<std::remove_cvref_t<Function>, callback> &&
                 std::is_invocable_r_v<Result, Function&, Given...>)
    callback(Function f) // NOLINT: meant to convert
        : held_(std::make_shared<Function>(std::move(f))), call_([](void* held, Given... given) -> Result {
              return (*static_cast<Function*>(held))(std::forward<Given>(given)...);
          }) {}

    explicit operator bool() const noexcept { return call_ != nullptr; }
    Result operator()(Given... given) const { return call_(held_.get(), std::forward<Given>(given)...); }

  private:
    std::shared_ptr<void> held_{};
    Result (*call_)(void*, Given...) = nullptr;
};

} // namespace dataflow
