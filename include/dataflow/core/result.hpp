// A value or an error, for callers that do not want exceptions.
#pragma once

#include <dataflow/core/error.hpp>

#include <optional>
#include <utility>

namespace dataflow {

/// What `try_run` gives: the node's output, or the error that `run` would have thrown.
template <class T>
class [[nodiscard]] result {
  public:
    result(T value) : value_(std::move(value)) {} // implicit, as in `return value;`
    result(dataflow::error e) : error_(std::move(e)) {}

    [[nodiscard]] bool has_value() const noexcept { return value_.has_value(); }
    explicit operator bool() const noexcept { return has_value(); }

    /// The value; throws the error, of its own class, where there is none.
    [[nodiscard]] T& value() & {
        check();
        return *value_;
    }
    [[nodiscard]] const T& value() const& {
        check();
        return *value_;
    }
    [[nodiscard]] T value() && {
        check();
        return std::move(*value_);
    }
    [[nodiscard]] T& operator*() & noexcept { return *value_; }
    [[nodiscard]] const T& operator*() const& noexcept { return *value_; }
    [[nodiscard]] T operator*() && { return std::move(*value_); }
    [[nodiscard]] T* operator->() & noexcept { return &*value_; }
    [[nodiscard]] const T* operator->() const& noexcept { return &*value_; }
    const T* operator->() const&& = delete; ///< it would outlive the result: keep that in a variable

    /// The error; only where there is no value.
    [[nodiscard]] const dataflow::error& error() const& noexcept { return *error_; }
    [[nodiscard]] dataflow::error error() && noexcept { return *error_; }

  private:
    void check() const {
        if (!value_) raise(error_->kind(), error_->info());
    }
    std::optional<T> value_;
    std::optional<dataflow::error> error_;
};

} // namespace dataflow
