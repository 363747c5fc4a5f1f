// Lists from JSON: df::list_from_json<Order>(json).
#pragma once

#include <dataflow/core/text_argument.hpp>
#include <dataflow/dynamic/detail/reader.hpp>
#include <dataflow/dynamic/predicate.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/cursor.hpp>
#include <dataflow/node/list.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/refused_rows.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/query/logic.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/sql/select.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::dynamic_ {

/// A list whose filter, order and page came from outside.
template <class M, class P>
struct list_node {
    using model = M;
    using output = page<M>;
    using inputs = typename P::inputs;
    static constexpr node_::tables_read<list_node> reads{};
    static constexpr node_::tables_written<list_node, false> writes{};

    P predicate;
    std::vector<sql::order_term> order{}; ///< total
    std::optional<std::int64_t> limit{};
    std::int64_t offset = 0;
    bool total_wanted = false;
    std::optional<cursor> seek{};

    /// Only records that fulfill a predicate of yours, too.
    template <class Q>
    [[nodiscard]] auto where(Q&& q) const {
        using checked = node_::where_verdict<M, Q>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<checked>) return *this;
        else {
            auto both = predicate && query::detail::part(std::forward<Q>(q));
            return list_node<M, decltype(both)>{std::move(both), order, limit, offset, total_wanted, seek};
        }
    }
    /// At most n records, whatever was asked for (n is not negative).
    template <class N>
    [[nodiscard]] list_node at_most(const N& n) const {
        using checked = dataflow::detail::whole_verdict<M, "at_most", N>;
        static_assert(rule::told<checked>::verdict);
        list_node out = *this;
        if constexpr (rule::is_ok<checked>) {
            const std::int64_t given = node_::counted(node_::list_node<M, node_::every>::statement, n);
            out.limit = std::min(given, limit.value_or(given));
        }
        return out;
    }

    [[nodiscard]] output execute(context& c) const {
        output out;
        if (!total_wanted) {
            fill(c, out);
            return out;
        }
        c.atomically(
            statement(),
            [&] {
                fill(c, out);
                out.total = count<M>().where(predicate).execute(c);
            },
            access::read_only, isolation::repeatable_read);
        return out;
    }
    [[nodiscard]] std::uint64_t variant() const {
        using bits = sql::list_variant;
        return node_::predicate_variant(predicate, bits::filter) | (limit ? bits::limit : 0) |
               (offset != 0 ? bits::offset : 0) | (seek ? bits::after : 0);
    }
    /// The statement, but for what the predicate holds of outside.
    [[nodiscard]] sql::statement statement() const {
        return {.node = "list",
                .table = &schema::table_of<M>,
                .predicate = node_::predicate_clause<P>(),
                .order = order};
    }

  private:
    void fill(context& c, output& out) const {
        const auto what = statement();
        std::vector<value> values(P::parameters);
        std::vector<rows_view> lists(P::lists);
        query::binder to{values.data(), lists.data()};
        predicate.bind(to);
        std::vector<value> position;
        const auto add = [](void* all, const value& v) {
            static_cast<std::vector<value>*>(all)->push_back(v);
        };
        if (seek) seek->values(what, c.session(), add, &position);
        // One more than wanted tells whether there is a next page.
        const auto asked = limit.value_or(0) > 0 && *limit < INT64_MAX ? *limit + 1 : limit.value_or(0);
        auto target = node_::rows_into(out.records, schema::fields_of<M>);
        c.run(what, variant(), {.given = values, .arguments = position, .limit = asked, .offset = offset},
              &target);
        if (!limit || static_cast<std::int64_t>(out.records.size()) <= *limit) return;
        out.records.pop_back();
        if (!out.records.empty())
            out.next = cursor::at(what, c.session(), schema::fields_of<M>, &out.records.back());
    }
};

template <class M>
constexpr auto find_key_verdict() {
    if constexpr (schema::is_model<M>)
        return std::conditional_t<schema::key_size<M> == 0, rule::a_model_has_no_key<M>, rule::ok>{};
    else return rule::ok{};
}
/// The verdict on a list, whose pages have cursors.
template <class M, class... C>
using list_verdict = rule::first_broken<columns_verdict<M, C...>, decltype(find_key_verdict<M>())>;

template <class M>
[[nodiscard]] list_node<M, predicate<M>> make_list(std::string_view json,
                                                   std::span<const std::uint16_t> allowed) {
    auto asked = reader{schema::table_of<M>, json, allowed, places<M>}.list();
    complete_order(asked.order, schema::table_of<M>);
    list_node<M, predicate<M>> out{make_predicate<M>(std::move(asked.filter)),
                                   std::move(asked.order),
                                   asked.limit,
                                   asked.offset,
                                   asked.total,
                                   {}};
    if (!asked.after.empty()) out.seek = cursor::parse(asked.after);
    return out;
}

} // namespace dataflow::dynamic_

namespace dataflow {

/// A list from JSON: `{"filter": {...}, "order_by": ["-created_at", "name"], "limit": 10,
/// "offset": 20}`, all of it optional; also `"after"`, the text of a cursor, and `"total": true`. It gives a
/// page as `df::list` does. After the text: the fields that may be filtered and ordered by; without any, all
/// may.
template <class M, class... C>
[[nodiscard]] auto list_from_json(detail::text_argument<"list_from_json", M> json, const C&...) {
    using verdict = dynamic_::list_verdict<M, C...>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<node_::refused_page<M>>{};
    else return dynamic_::make_list<M>(json, dynamic_::positions<M, C...>);
}
template <class M, class... C>
[[deprecated("the name is df::list_from_json now")]] auto
outside_list(detail::text_argument<"outside_list", M> json, const C&... fields) { // former name
    return list_from_json<M>(std::string_view{json}, fields...);
}

} // namespace dataflow
