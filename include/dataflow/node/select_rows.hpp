// What a select gives a row: a struct of the user's, a value, or a row with names.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/node/named_rows.hpp>
#include <dataflow/node/select_item.hpp>
#include <dataflow/node/struct_rows.hpp>
#include <dataflow/schema/types.hpp>

#include <array>
#include <type_traits>

namespace dataflow::node_ {

/// Rows that are a value each.
struct value_rows {
    static constexpr bool of_records = false;
    template <class T>
    static constexpr auto verdict() {
        return rule::ok{};
    }
    struct boolean { // for a std::vector<bool> has nothing that could be filled
        bool held{};
    };
    template <class From, class T>
    using row = std::conditional_t<std::is_same_v<value_of<T>, bool>, boolean, value_of<T>>;
    template <class From, class T>
    struct of {
        static constexpr std::array<field_access, 1> fields{
            field_access{0, &schema::info_of<value_of<T>>, item_of<T>::name}};
    };
};

} // namespace dataflow::node_
