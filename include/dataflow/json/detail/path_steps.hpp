// Where the steps of a path into JSON lead.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/json/detail/steps.hpp>
#include <dataflow/json/form.hpp>
#include <dataflow/json/json.hpp>
#include <dataflow/json/value.hpp>
#include <dataflow/query/item.hpp>
#include <dataflow/query/refused.hpp>

#include <cstddef>
#include <optional>
#include <type_traits>

namespace dataflow::query {

template <class Column, class T, class... Steps>
struct json_path;

} // namespace dataflow::query

namespace dataflow::query::detail {

/// A json<T> is as its T.
template <class T>
struct json_unwrapped {
    using type = T;
};
template <class T>
struct json_unwrapped<json<T>> : json_unwrapped<T> {};
template <class T>
struct json_unwrapped<std::optional<T>> : json_unwrapped<T> {};
/// The type at a path, optional and `df::json` taken off.
template <class T>
using json_content = typename json_unwrapped<T>::type;

template <class T, class Step>
constexpr auto find_step() {
    if constexpr (std::is_same_v<T, json_value>) {
        if constexpr (Step::is_member) return std::type_identity<void>{};
        else return std::type_identity<json_value>{};
    } else if constexpr (Step::is_member) {
        if constexpr (std::is_same_v<typename Step::model, T>)
            return std::type_identity<typename Step::type>{};
        else return std::type_identity<void>{};
    } else if constexpr (Step::is_index)
        return std::type_identity<typename schema::sequence_parts<T>::element>{};
    else if constexpr (json_::map_parts<T>::is_map)
        return std::type_identity<typename json_::map_parts<T>::element>{};
    else return std::type_identity<void>{};
}
/// What a step leads to; void where there is no such part.
template <class T, class Step>
using json_stepped = typename decltype(find_step<json_content<T>, Step>())::type;

} // namespace dataflow::query::detail

namespace dataflow::query {

/// How a path goes on.
template <class Column, class T, class... Steps>
struct json_steps {
    /// A member of a struct.
    template <auto Member>
    static constexpr auto at = detail::json_step<Column, T, json_member<Member>, Steps...>();
    /// The value of a key of a map, or of a `df::json_value`.
    template <fixed_string Key>
    static constexpr auto key = detail::json_step<Column, T, json_key<Key>, Steps...>();
    /// An element of a vector or array, from 0, or of a `df::json_value`.
    template <std::size_t Index>
    static constexpr auto item = detail::json_step<Column, T, json_index<Index>, Steps...>();
};

} // namespace dataflow::query

namespace dataflow::query::detail {

/// What stands for a path that was refused, so that no second error follows.
struct refused_json_path {
    template <class R>
    friend constexpr auto operator==(const refused_json_path&, const R&) {
        return refused_predicate{};
    }
    template <class R>
    friend constexpr auto operator!=(const refused_json_path&, const R&) {
        return refused_predicate{};
    }
    template <class R>
    friend constexpr auto operator<(const refused_json_path&, const R&) {
        return refused_predicate{};
    }
    template <class R>
    friend constexpr auto operator<=(const refused_json_path&, const R&) {
        return refused_predicate{};
    }
    template <class R>
    friend constexpr auto operator>(const refused_json_path&, const R&) {
        return refused_predicate{};
    }
    template <class R>
    friend constexpr auto operator>=(const refused_json_path&, const R&) {
        return refused_predicate{};
    }
    [[nodiscard]] constexpr auto exists() const { return refused_predicate{}; }
};

template <class T, class Step>
using json_step_verdict = rule::diagnostic<std::conditional_t<
    !rule::is_ok<typename Step::verdict>, typename Step::verdict,
    std::conditional_t<std::is_void_v<json_stepped<T, Step>>,
                       rule::a_json_path_steps_into_a_type_that_has_no_such_part<json_content<T>>,
                       rule::ok>>>;

template <class Column, class T, class Step, class... Steps>
constexpr auto json_step() {
    using checked = json_step_verdict<T, Step>;
    static_assert(rule::told<checked>::verdict);
    if constexpr (!rule::is_ok<json_step_verdict<T, Step>>) return refused_json_path{};
    else return json_path<Column, json_stepped<T, Step>, Steps..., Step>{};
}

} // namespace dataflow::query::detail
