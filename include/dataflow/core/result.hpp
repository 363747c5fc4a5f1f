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
    /// The same: a result is never read as what it is not.
    [[nodiscard]] T& operator*() & { return value(); }
    [[nodiscard]] const T& operator*() const& { return value(); }
    [[nodiscard]] T operator*() && { return static_cast<result&&>(*this).value(); }
    [[nodiscard]] T* operator->() & { return &value(); }
    [[nodiscard]] const T* operator->() const& { return &value(); }
    const T* operator->() const&& = delete; ///< it would outlive the result: keep that in a variable

    /// The error. Throws protected_operation where there is a value.
    [[nodiscard]] const dataflow::error& error() const& {
        if (!error_) refuse_error();
        return *error_;
    }
    [[nodiscard]] dataflow::error error() && {
        if (!error_) refuse_error();
        return *error_;
    }

  private:
    void check() const {
        if (!value_) raise(error_->kind(), error_->info());
    }
    [[noreturn, gnu::cold]] static void refuse_error() {
        raise(error_kind::protected_operation,
              {.message = "the result holds a value, and no error: ask has_value() first"});
    }
    std::optional<T> value_;
    std::optional<dataflow::error> error_;
};

} // namespace dataflow
