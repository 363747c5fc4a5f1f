// Filters from JSON as predicates: df::filter_from_json<Order>(json).
#pragma once

#include <dataflow/core/json_place.hpp>
#include <dataflow/core/text_argument.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/dynamic/detail/filter.hpp>
#include <dataflow/dynamic/detail/reader.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/query/logic.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/schema/types.hpp>
#include <dataflow/sql/fragment.hpp>
#include <dataflow/sql/writer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <type_traits>

namespace dataflow::dynamic_ {

using query::operator&&; // found by the predicate's namespace
using query::operator||;
using query::operator!;

/// A predicate whose parts are known only at run time. Copies share them. An empty one is an absent part.
template <class M>
struct predicate {
    using dataflow_predicate = void;
    using model = M;
    using parts = query::types<>;
    using inputs = query::types<>;
    static constexpr std::size_t parameters = 1; // the fragment, which brings its own values
    static constexpr std::size_t lists = 0;
    static constexpr std::size_t optionals = 1;
    static constexpr bool unknown = true;
    static constexpr bool at_run_time = true;

    std::shared_ptr<const condition> held;

    static constexpr void write(sql::writer& w, sql::place at) {
        if (!query::part_is_there(w.variant(), at.optional)) return;
        write_fragment(w, at);
    }
    void bind(query::binder& b) const {
        if (held->empty()) b.skip(1, 0);
        else b.add(value::of_fragment(static_cast<const sql::fragment*>(held.get())));
    }
    [[nodiscard]] std::uint64_t parts_there(std::size_t ordinal) const noexcept {
        return held->empty() ? 0 : std::uint64_t{1} << (query::first_optional_bit + ordinal);
    }
    [[nodiscard]] static constexpr bool left_in(std::uint64_t variant, std::size_t ordinal) noexcept {
        return query::part_is_there(variant, ordinal);
    }
};

/// The positions of the columns that may be asked for.
template <class M, class... C>
inline constexpr std::array<std::uint16_t, sizeof...(C)> positions{
    static_cast<std::uint16_t>(schema::table_of<M>.find(C::name))...};

template <class F>
constexpr const json_::place_type* find_place() {
    using column = schema::json_column<schema::bare<F>>;
    if constexpr (column::is_json) return column::template place<schema::bare<F>>();
    else return nullptr;
}
template <class... F>
constexpr auto find_places(types<F...>) {
    return std::array<const json_::place_type*, sizeof...(F)>{find_place<F>()...};
}
/// What stands inside the JSON of each field; nothing for a model without any.
template <class M>
inline constexpr auto places = find_places(reflect::types_of<M>{});

/// The verdict on them: columns of the model.
template <class M, class C>
constexpr auto find_column_verdict() {
    if constexpr (!requires { C::name; }) return rule::an_argument_is_not_a_column<M, C>{};
    else if constexpr (!std::is_void_v<typename C::model> && !std::is_same_v<typename C::model, M>)
        return rule::a_field_of_another_model_is_used<M, typename C::model>{};
    else if constexpr (schema::table_of<M>.find(C::name) < 0)
        return rule::a_model_without_timestamps_has_no_created_at_or_updated_at<M>{};
    else return rule::ok{};
}
template <class M, class... C>
using columns_verdict =
    rule::first_broken<rule::ok, schema::model_verdict<M>, decltype(find_column_verdict<M, C>())...>;

template <class M>
[[nodiscard]] predicate<M> make_predicate(part root) {
    return {std::make_shared<const condition>(schema::table_of<M>, static_cast<part&&>(root))};
}

} // namespace dataflow::dynamic_

namespace dataflow {

/// A filter from JSON, as JSON: `{"age": {"$gt": 18, "$lt": 65}, "$or": [{"city": "Bonn"}, {"city":
/// null}]}`. It is a predicate like others, and can be joined with them. `{}` is an absent part: every
/// record, and nothing that a bulk node takes alone. Throws `invalid_value` for what the model's table does
/// not fit, and names the place. After the text: the fields that may be asked for; without any, all may.
template <class M, class... C>
[[nodiscard]] auto filter_from_json(detail::text_argument<"filter_from_json", M> json, const C&...) {
    using verdict = dynamic_::columns_verdict<M, C...>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return query::refused_predicate{};
    else
        return dynamic_::make_predicate<M>(
            dynamic_::reader{schema::table_of<M>, json, dynamic_::positions<M, C...>, dynamic_::places<M>}
                .filter());
}
template <class M, class... C>
[[deprecated("the name is df::filter_from_json now")]] auto
from_outside(detail::text_argument<"from_outside", M> json, const C&... fields) { // former name
    return filter_from_json<M>(std::string_view{json}, fields...);
}

} // namespace dataflow
