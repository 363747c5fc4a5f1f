// Which tables a node changes on a database of some models.
#pragma once

#include <dataflow/node/table_sets.hpp>
#include <dataflow/schema/model.hpp>

#include <array>
#include <cstddef>
#include <type_traits>

namespace dataflow::database_ {

/// The tables that a node deletes from, and those that their foreign keys reach, on a database of these
/// models.
template <class Erased, class... M>
inline constexpr auto reached =
    schema::reached_by_deletion(std::array<const schema::table*, sizeof...(M)>{&schema::table_of<M>...},
                                node_::tables_of_models<Erased>::tables.list());
/// All tables that a node changes, with those.
template <class Node, class... M>
struct tables_changed_of {
    using erased = decltype(node_::find_erased_models<Node>());
    static constexpr auto tables = [] {
        schema::distinct_tables<sizeof...(M)> out;
        constexpr table_set own = Node::writes();
        for (const schema::table* t : {&schema::table_of<M>...})
            if (own.contains(t->name) || table_set{reached<erased, M...>.list()}.contains(t->name))
                out.add(t);
        return out;
    }();
    static constexpr table_set value{tables.list(), Node::writes().known()};
};
template <class Node, class... M>
[[nodiscard]] constexpr table_set tables_changed(const table_set& own) noexcept {
    if constexpr (std::is_same_v<decltype(node_::find_erased_models<Node>()), query::types<>>) return own;
    else return tables_changed_of<Node, M...>::value;
}

} // namespace dataflow::database_
