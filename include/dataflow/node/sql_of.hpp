// The text of a node's statement, as a constant.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/sql/dialect.hpp>
#include <dataflow/sql/select.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/write.hpp>

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
    friend std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& stream,
                                                        const sql_text& text) {
        return stream << std::basic_string_view<char, Traits>{text.data, text.size};
    }
};

namespace node_::detail {

/// What the compiler finds out about the texts of a statement.
struct text_report {
    std::size_t longest = 0;  ///< the length of the longest variant, all optional parts being there
    std::string_view lacks{}; ///< what the dialect has not, and one of them needs
};
/// `more`: bits that its variant always has.
[[nodiscard]] constexpr text_report report_of(const sql::statement& s, const sql::dialect_data& d,
                                              std::uint64_t more = 0) {
    const std::uint64_t all_parts = (~std::uint64_t{0xFF} & ~sql::policy_variant::highest) | more;
    const auto bits = sql::variants_of(s);
    text_report out;
    for (std::uint64_t variant = bits;;
         variant = (variant - 1) & bits) { // without a clause a text may be longer: LIMIT -1
        sql::writer w{d, variant | all_parts};
        sql::write(w, s);
        if (w.view().size() > out.longest) out.longest = w.view().size();
        if (out.lacks.empty()) out.lacks = w.refused();
        if (variant == 0) return out;
    }
}
template <const sql::dialect_data& D, class Node>
inline constexpr text_report text_report_of = [] {
    if constexpr (requires { Node::of_past; })
        return report_of(Node::statement, D, sql::policy_variant::as_of);
    else return report_of(Node::statement, D);
}();

template <const sql::dialect_data& D, class Node>
constexpr auto find_text_verdict() {
    if constexpr (&D == &sql::sqlite_data && requires { Node::locks_rows; })
        return rule::sqlite_has_no_row_locks<typename Node::model>{};
    else if constexpr (!text_report_of<D, Node>.lacks.empty()) {
        constexpr auto lacks = text_report_of<D, Node>.lacks;
        return rule::the_dialect_has_no_text_for<fixed_string<lacks.size() + 1>{lacks},
                                                 typename Node::model>{};
    } else return rule::ok{};
}
/// The verdict on the text of a node for a dialect.
template <const sql::dialect_data& D, class Node>
using text_verdict = rule::diagnostic<decltype(find_text_verdict<D, Node>())>;

} // namespace node_::detail

/// The SQL that a node runs on a database, with placeholders: a constant expression where the node is
/// one: `static_assert(df::sql_of<df::sqlite>(df::count<User>()) == "SELECT count(*) FROM \"users\"")`.
/// The clauses depend on the node's value (with a limit or without); of bulk nodes it is the text for
/// rows whose keys the database makes. With a dialect of your own, `sql_of<row>(node)`: see
/// sql/dialect_data.hpp.
template <const sql::dialect_data& D, class Node>
[[nodiscard]] constexpr auto sql_of(const Node& node) {
    using verdict = node_::detail::text_verdict<D, Node>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return sql_text<0>{};
    else {
        constexpr std::size_t capacity = node_::detail::text_report_of<D, Node>.longest;
        sql::writer w{D, node.variant()};
        sql::write(w, Node::statement);
        sql_text<capacity> out;
        for (const char c : w.view()) out.data[out.size++] = c;
        return out;
    }
}
template <dialect D, class Node>
[[nodiscard]] constexpr auto sql_of(const Node& node) {
    return sql_of<sql::data_of(D)>(node);
}

} // namespace dataflow
