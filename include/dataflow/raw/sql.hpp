// Statements written by hand: df::sql<"select ... where x = {}", Row>(value).
#pragma once

#include <dataflow/node/context.hpp>
#include <dataflow/node/fault.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/refused_rows.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/raw/detail/sql_arguments.hpp>
#include <dataflow/raw/sql_rows.hpp>
#include <dataflow/sql/raw.hpp>
#include <dataflow/sql/statement.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::node_ {

/// How many rows a statement written by hand is to give.
enum class rows_wanted : std::uint8_t { all, first, one };

namespace detail {

template <class Row, rows_wanted Wanted>
struct sql_output {
    using type = std::vector<Row>;
};
template <class Row>
struct sql_output<Row, rows_wanted::first> {
    using type = std::optional<Row>;
};
template <class Row>
struct sql_output<Row, rows_wanted::one> {
    using type = Row;
};
template <>
struct sql_output<void, rows_wanted::all> {
    using type = std::int64_t;
};

template <fixed_string Text, class... H>
constexpr void write_sql(sql::writer& w, const sql::statement&) {
    constexpr std::array<sql::raw_argument, sizeof...(H) + 1> arguments{
        sql::raw_argument{H::stored, H::list, H::scale}..., sql::raw_argument{}};
    sql::write_raw(w, Text.view(), {arguments.data(), sizeof...(H)});
}

} // namespace detail

/// The verdict on the models that a statement written by hand says it is about.
template <class Node, bool Writes, class... M>
using declared_verdict =
    rule::first_broken<std::conditional_t<!Writes || Node::changes, rule::ok,
                                          rule::a_statement_that_only_reads_says_that_it_writes<M...>>,
                       schema::model_verdict<M>...>;

/// A statement written by hand that says which tables it is about.
template <class Node, class Read, class Written>
struct with_tables : Node {
    using plain = Node;
    using models = decltype(Read{} + Written{});
    using written_models = Written;
    static constexpr tables_read<with_tables> reads{};
    static constexpr tables_written<with_tables, Node::changes> writes{};

    [[nodiscard]] constexpr auto one() const
        requires requires(const Node& n) { n.one(); }
    {
        return with_tables<decltype(Node::one()), Read, Written>{Node::one()};
    }
    [[nodiscard]] constexpr auto first() const
        requires requires(const Node& n) { n.first(); }
    {
        return with_tables<decltype(Node::first()), Read, Written>{Node::first()};
    }
    template <class... M>
    [[nodiscard]] constexpr auto reading() const {
        using verdict = declared_verdict<Node, false, M...>;
        static_assert(rule::told<verdict>::verdict);
        return with_tables<Node, decltype(Read{} + query::types<M...>{}), Written>{*this};
    }
    template <class... M>
    [[nodiscard]] constexpr auto writing() const {
        using verdict = declared_verdict<Node, true, M...>;
        static_assert(rule::told<verdict>::verdict);
        return with_tables<Node, Read, decltype(Written{} + query::types<M...>{})>{*this};
    }
};

/// A statement written by hand; H are its arguments as they are held.
template <fixed_string Text, class Row, rows_wanted Wanted, class... H>
struct sql_node {
    using model = void;
    using output = typename detail::sql_output<Row, Wanted>::type;
    static constexpr bool changes = !sql::report_on(Text.view()).reads;
    using models = query::types<any_model>; ///< see `reading`
    using written_models = std::conditional_t<changes, models, query::types<>>;
    static constexpr tables_read<sql_node> reads{};
    static constexpr tables_written<sql_node, changes> writes{};
    static constexpr bool sends_one_statement = Wanted != rows_wanted::one; ///< for `run_all`
    static inline constinit sql::statement_id cache{};
    static constexpr sql::statement statement{.node = "sql",
                                              .table = &rows_of<Row>::description,
                                              .cache = &cache,
                                              .writes = changes,
                                              .raw = true,
                                              .session = sql::report_on(Text.view()).session(),
                                              .own_text = &detail::write_sql<Text, H...>};
    sql_arguments<std::index_sequence_for<H...>, H...> arguments;

    /// The only row: throws `not_found` where there is none, `too_many_rows` where there are several.
    [[nodiscard]] constexpr auto one() const
        requires(Wanted == rows_wanted::all && !std::is_void_v<Row>)
    {
        return sql_node<Text, Row, rows_wanted::one, H...>{arguments};
    }
    /// The first row, where there is one. The others are read, too: a `limit 1` spares that.
    [[nodiscard]] constexpr auto first() const
        requires(Wanted == rows_wanted::all && !std::is_void_v<Row>)
    {
        return sql_node<Text, Row, rows_wanted::first, H...>{arguments};
    }

    /// Says from which models' tables it reads: all of them. A database that lacks one of them does not run
    /// it, and `reads()` knows.
    template <class... M>
    [[nodiscard]] constexpr auto reading() const {
        return with_tables<sql_node, query::types<>, query::types<>>{*this}.template reading<M...>();
    }
    /// The same of the tables that it writes. They count among those that it reads, too.
    template <class... M>
    [[nodiscard]] constexpr auto writing() const {
        return with_tables<sql_node, query::types<>, query::types<>>{*this}.template writing<M...>();
    }

    output execute(context& c) const {
        // Rows that are refused when they have come must not stay.
        constexpr bool may_be_refused =
            changes && Wanted == rows_wanted::one && statement.session <= sql::session_use::calls;
        if constexpr (may_be_refused) return c.atomically(statement, [&] { return taken(c); });
        else return taken(c);
    }
    [[nodiscard]] constexpr std::uint64_t variant() const noexcept { return 0; }

  private:
    [[nodiscard]] output taken(context& c) const {
        bound_values<sizeof...(H), (std::size_t{H::list} + ... + 0)> values;
        arguments.bind(values.to);
        if constexpr (std::is_void_v<Row>)
            return c.run(statement, 0, {.given = values.span()}, nullptr).affected;
        else {
            std::vector<typename rows_of<Row>::held> rows;
            auto target = rows_into(rows, rows_of<Row>::fields);
            c.run(statement, 0, {.given = values.span()}, &target);
            if constexpr (Wanted == rows_wanted::all) {
                if constexpr (std::is_same_v<typename rows_of<Row>::held, Row>) return rows;
                else return output(rows.begin(), rows.end());
            } else {
                if (Wanted == rows_wanted::one && rows.empty())
                    fail(error_kind::not_found, statement, "the statement returns no row");
                if (Wanted == rows_wanted::one && rows.size() > 1)
                    fail(error_kind::too_many_rows, statement, "the statement returns several rows");
                if (rows.empty()) return output{};
                return output{static_cast<Row>(std::move(rows.front()))};
            }
        }
    }
};

namespace detail {

template <fixed_string Text, class Row, class... A, std::size_t... I>
constexpr auto find_sql_verdict(std::index_sequence<I...>) {
    constexpr auto report = sql::report_on(Text.view());
    if constexpr (report.flaw == sql::text_flaw::brace)
        return rule::a_statement_has_a_brace_that_is_not_a_placeholder<report.at>{};
    else if constexpr (report.flaw == sql::text_flaw::parameter)
        return rule::a_statement_numbers_its_own_parameters<report.at>{};
    else if constexpr (report.flaw == sql::text_flaw::foreign)
        return rule::a_statement_has_a_placeholder_of_another_kind<report.at>{};
    else if constexpr (report.placeholders != sizeof...(A))
        return rule::a_statement_has_more_or_fewer_placeholders_than_arguments<report.placeholders,
                                                                               sizeof...(A)>{};
    else if constexpr (report.controls) return rule::a_statement_begins_or_ends_a_transaction<sizeof...(A)>{};
    else if constexpr (std::is_void_v<Row> && report.selects && report.reads)
        return rule::a_query_needs_the_type_of_its_rows<sizeof...(A)>{};
    else {
        using each =
            rule::first_broken<rule::ok, sql_argument_verdict<I + 1, A, sql::spot_of(Text.view(), I)>...>;
        if constexpr (!rule::is_ok<each>) return each{};
        else return row_verdict<Row>{};
    }
}

} // namespace detail

/// The verdict on a statement written by hand.
template <fixed_string Text, class Row, class... A>
using sql_verdict =
    rule::diagnostic<decltype(detail::find_sql_verdict<Text, Row, A...>(std::index_sequence_for<A...>{}))>;

} // namespace dataflow::node_

namespace dataflow {

/// A statement written by hand, with {} for each argument: `df::sql<"select name, age from people where age >
/// {}", Person>(18)`.
///
/// The text is a template argument, the arguments are bound, never spliced; a range goes after `in`. `{{`
/// and
/// `}}` are braces. `Row` is a struct whose fields have the names of the result's columns, a `df::record<M>`,
/// or one value; it gives a std::vector of them. Without a Row: a statement that writes, and it gives how
/// many rows it wrote. Arguments are copied.
template <fixed_string Text, class Row = void, class... A>
[[nodiscard]] constexpr auto sql(A&&... arguments) {
    using verdict = node_::sql_verdict<Text, Row, std::decay_t<A>...>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>)
        return node_::refused_as<typename node_::detail::sql_output<Row, node_::rows_wanted::all>::type>{};
    else
        return node_::sql_node<Text, Row, node_::rows_wanted::all, node_::sql_argument<std::decay_t<A>>...>{
            {{node_::hold_argument<std::decay_t<A>>(static_cast<A&&>(arguments))}...}};
}

/// A statement's text is a template argument: one that is made when the program runs could hold anything.
template <class Text, class... A>
    requires std::is_convertible_v<const Text&, std::string_view>
constexpr auto sql(const Text&, const A&...) {
    using verdict =
        rule::diagnostic<rule::the_text_of_a_statement_is_known_only_when_it_runs<std::decay_t<Text>>>;
    static_assert(verdict{});
    return node_::refused_as<std::vector<node_::refused_row>>{};
}

} // namespace dataflow
