// How many rows a join has: `df::count<Order>().join<&Order::customer_id>().where(...)`.
#pragma once

#include <dataflow/node/list.hpp>
#include <dataflow/node/select.hpp>
#include <dataflow/query/aggregate.hpp>

#include <cstdint>

namespace dataflow::node_ {

/// A select of one count.
template <class Select>
struct joined_count {
    using model = typename Select::model;
    using models = typename Select::models;
    using inputs = typename Select::inputs;
    using output = std::int64_t;
    static constexpr bool writes = false;
    static constexpr const sql::statement& statement = Select::statement;
    template <class Outer>
    using verdict = typename Select::template verdict<Outer>;

    Select select{};

    template <class Q>
    [[nodiscard]] constexpr auto where(Q&& q) const {
        return of(select.where(static_cast<Q&&>(q)));
    }
    template <auto Member, class... As>
    [[nodiscard]] constexpr auto join(const As&... alias) const {
        return of(select.template join<Member>(alias...));
    }
    template <auto Member, class... As>
    [[nodiscard]] constexpr auto left_join(const As&... alias) const {
        return of(select.template left_join<Member>(alias...));
    }
    [[nodiscard]] output execute(context& c) const { return select.execute(c).front(); }
    [[nodiscard]] constexpr std::uint64_t variant() const { return select.variant(); }

  private:
    template <class Other>
    static constexpr joined_count<Other> of(const Other& other) {
        return {other};
    }
};

namespace detail {
template <class M, class P>
[[nodiscard]] constexpr auto count_of_rows(const P& predicate) {
    using items = decltype(query::make_pack(dataflow::count()));
    using select = select_node<value_rows, query::types<first_table<M>>, items, 0, P>;
    return joined_count<select>{select{query::make_pack(dataflow::count()), predicate}};
}
} // namespace detail

} // namespace dataflow::node_
