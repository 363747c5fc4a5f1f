// Rows that are read one after another, and the one place for them on a connection.
#pragma once

#include <dataflow/core/error.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace dataflow::driver {

/// Rows that are read one after another, in constant memory.
class cursor {
  public:
    cursor() = default;
    cursor(const cursor&) = delete;
    cursor& operator=(const cursor&) = delete;
    virtual ~cursor() = default;

    /// Fills `object` with the next row; false at the end. Throws what `connection::run` throws.
    [[nodiscard]] virtual bool next(void* object) = 0;
    /// Ends it before its last row, so that the connection can go on: for the connection. `next` throws from
    /// here on.
    virtual void end() noexcept {}
};

/// Told when a connection ends the cursor that is open on it.
class cursor_watch {
  public:
    cursor_watch() = default;
    cursor_watch(const cursor_watch&) = delete;
    cursor_watch& operator=(const cursor_watch&) = delete;
    virtual ~cursor_watch() = default;
    virtual void cursor_ended() noexcept = 0;
};

/// The one cursor that is open on a connection. While there is one, nothing else runs on it, on any database:
/// SQLite could, but its cursor would meet the rows that were written meanwhile.
class cursor_place {
  public:
    /// Told to whoever runs something else meanwhile.
    static constexpr std::string_view taken_text =
        "a stream is open in this transaction: read it to its end, or destroy it, before anything else runs";
    /// Told to whoever reads on after the end.
    static constexpr std::string_view ended_text = "the transaction of this stream has ended";

    [[nodiscard]] bool taken() const noexcept { return open_ != nullptr; }
    void take(cursor& c) noexcept { open_ = &c; }
    void leave() noexcept {
        open_ = nullptr;
        watch_ = nullptr;
    }
    /// `w` is told when the cursor is ended; not when it leaves by itself.
    void tell(cursor_watch& w) noexcept { watch_ = &w; }
    /// Before the end of a transaction or savepoint: a cursor that is still open ends with it.
    void end() noexcept {
        if (open_ == nullptr) return;
        auto* watch = watch_;
        open_->end(); // leaves
        if (watch != nullptr) watch->cursor_ended();
    }

  private:
    cursor* open_ = nullptr;
    cursor_watch* watch_ = nullptr;
};

} // namespace dataflow::driver
