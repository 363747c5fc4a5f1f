// The text of a node's statement, as a constant.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/sql/bulk.hpp>
#include <dataflow/sql/modify.hpp>
#include <dataflow/sql/select.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string_view>

namespace dataflow {

/// SQL of at most N bytes, held inside: it can be a constant, where a std::string cannot.
template <std::size_t N>
struct sql_text {
    char data[N + 1]{}; ///< ends with a NUL
    std::size_t size = 0;

    [[nodiscard]] constexpr std::string_view view() const noexcept { return {data, size}; }
    [[nodiscard]] constexpr const char* c_str() const noexcept { return data; }
    constexpr operator std::string_view() const noexcept { return view(); }
    friend constexpr bool operator==(const sql_text& a, std::string_view b) noexcept { return a.view() == b; }

    template <class Traits>
    friend std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& stream, const sql_text& text) {
        return stream << std::basic_string_view<char, Traits>{text.data, text.size};
    }
};

namespace node_::detail {

// Statements are told apart by the names of their nodes: g++ 12 takes no comparison of function pointers for
// a constant expression under -fsanitize=undefined.
[[nodiscard]] constexpr bool is_bulk_insert(const sql::statement& s) noexcept {
    return s.node == "bulk create" || s.node == "bulk upsert";
}
[[nodiscard]] constexpr bool is_insert(const sql::statement& s) noexcept {
    return s.node == "create" || s.node == "upsert" || is_bulk_insert(s);
}

/// Whether a statement can have a variant, its optional parts aside.
[[nodiscard]] constexpr bool has_variant(const sql::statement& s, std::uint64_t variant) noexcept {
    using bits = sql::insert_variant;
    if (s.node == "best") return true; // it has more to say without a filter
    if (s.node == "nearest") return (variant & 4) == 0; // by any measure but `l2`, whose text is the shortest
    if (!is_insert(s)) return variant >= 14; // all clauses; also without a limit, where SQLite has LIMIT -1
    if ((variant & bits::key_made) != 0 && s.table->generated_key < 0) return false;
    const bool replaces = (variant & bits::replace) != 0;
    if (replaces && (s.target.empty() || (variant & bits::skip) != 0)) return false;
    return is_bulk_insert(s) || variant <= bits::key_made;
}

/// The length of the longest variant, all optional parts being there.
[[nodiscard]] constexpr std::size_t longest_text(const sql::statement& s, dialect d) {
    constexpr std::uint64_t all_parts = ~std::uint64_t{0xFF};
    std::size_t longest = 0;
    for (std::uint64_t variant = 0; variant < (s.node == "nearest" ? 32 : 16); ++variant) {
        if (!has_variant(s, variant)) continue;
        sql::writer w{d, variant | all_parts};
        s.write(w, s);
        if (w.view().size() > longest) longest = w.view().size();
    }
    return longest;
}

template <dialect D, class Node>
constexpr auto find_text_verdict() {
    if constexpr (D == dialect::sqlite && requires { Node::locks_rows; }) return rule::sqlite_has_no_row_locks<typename Node::model>{};
    else return rule::kept{};
}
/// The verdict on the text of a node for a dialect.
template <dialect D, class Node>
using text_verdict = rule::shown<decltype(find_text_verdict<D, Node>())>;

} // namespace node_::detail

/// The SQL that a node runs on a database, with placeholders: a constant expression where the node is
/// one: `static_assert(df::sql_of<df::sqlite>(df::count<User>()) == "SELECT count(*) FROM \"users\"")`.
/// The clauses depend on the node's value (with a limit or without); of bulk nodes it is the text for
/// rows whose keys the database makes.
template <dialect D, class Node>
[[nodiscard]] constexpr auto sql_of(const Node& node) {
    using verdict = node_::detail::text_verdict<D, Node>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_kept<verdict>) return sql_text<0>{};
    else {
        constexpr std::size_t capacity = node_::detail::longest_text(Node::statement, D);
        sql::writer w{D, node.variant()};
        Node::statement.write(w, Node::statement);
        sql_text<capacity> out;
        for (const char c : w.view()) out.data[out.size++] = c;
        return out;
    }
}

} // namespace dataflow
