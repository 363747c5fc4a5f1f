// Where a page of a list ended, so that the next one can begin after it.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/text_argument.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/sql/session_values.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace dataflow {

/// The position after the last record of a page: the values of its ordering, and a mark of the list
/// that it belongs to. It can be sent to a client as text and taken back; a list refuses another's.
class cursor {
  public:
    cursor() = default;

    /// The position as text of letters, digits, `-` and `_`.
    [[nodiscard]] std::string text() const;
    /// Reads such a text. Throws `invalid_value` where it is none, or a null pointer; whether it fits a list
    /// is seen when it runs.
    [[nodiscard]] static cursor parse(detail::text_argument<"cursor::parse"> given);

    friend bool operator==(const cursor&, const cursor&) = default;

    /// Takes the position of a record in an order. For the list node. `of`: the session, where there is one.
    /// `ordering`: the values that the expressions of the order bind.
    [[nodiscard]] static cursor at(const sql::statement& s, const sql::session_values* of,
                                   std::span<const field_access> fields, const void* record,
                                   std::span<const value> ordering = {});
    /// Calls `add(to, value)` for each value of the order. Throws `invalid_value` where the cursor belongs
    /// to another list, to all tenants and the session to one, or the other way round, or was tampered with.
    void values(const sql::statement& s, const sql::session_values* of, void (*add)(void* to, const value& v),
                void* to, std::span<const value> ordering = {}) const;

  private:
    static constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /// FNV-1a over the table and the order; and whether it is one of records of all tenants.
    static std::uint64_t fingerprint(const sql::statement& s, std::span<const value> ordering,
                                     bool all_tenants);
    [[noreturn]] static void refuse(const sql::statement& s, const char* why = nullptr);
    void put_number(std::uint64_t n);

    std::string data_;
};

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/node/cursor.ipp>
#endif
