// Lists in a model's options.
#pragma once

#include <dataflow/schema/table.hpp>

#include <cstddef>
#include <initializer_list>
#include <string_view>
#include <type_traits>

namespace dataflow {

/// Up to 8 column names.
struct column_names {
    std::string_view names[schema::index_capacity]{};
    std::size_t size = 0;
    bool too_many = false; ///< there were more than fit; such a model is refused

    constexpr column_names() = default;
    constexpr column_names(std::initializer_list<std::string_view> list) {
        too_many = list.size() > schema::index_capacity;
        for (const auto name : list)
            if (size < schema::index_capacity) names[size++] = name;
    }
};

/// A list of at most N items, for the members of `df::options`; one item alone is a list of it.
template <class T, std::size_t N>
struct option_list {
    T items[N]{};
    std::size_t size = 0;
    bool too_many = false; ///< there were more than fit; such a model is refused

    // An aggregate would take the one item as its first, and leave `size` at 0: an option that does nothing.
    constexpr option_list() = default;
    constexpr option_list(const T& one) { add(one); }
    constexpr option_list(std::initializer_list<T> all) {
        for (const auto& one : all) add(one);
    }
    constexpr void add(const T& item) {
        if (size == N) too_many = true;
        else items[size++] = item;
    }
};

/// A list of at most N items that are texts in braces, so many each: `df::columns({"user_id", "userId"})`.
template <class T, std::size_t N>
struct braced_list : option_list<T, N> {
    bool unpaired = false; ///< something else than such braces was given; such a model is refused
    using option_list<T, N>::option_list;
};

namespace detail {

/// What is not in braces, where a list wants it so: columns that could be one index or several.
template <class T>
concept bare_column = std::is_convertible_v<const T&, std::string_view>;

template <class List, std::size_t Texts, std::size_t... Sizes>
[[nodiscard]] constexpr List in_braces([[maybe_unused]] const char* const (&... all)[Sizes]) {
    List out;
    if constexpr (((Sizes != Texts) || ...)) out.unpaired = true;
    else if constexpr (Texts == 2) (out.add({all[0], all[1]}), ...);
    else (out.add({all[0], all[1], all[2]}), ...);
    return out;
}
template <class List>
[[nodiscard]] constexpr List without_braces() {
    List out;
    out.unpaired = true;
    return out;
}

} // namespace detail

} // namespace dataflow
