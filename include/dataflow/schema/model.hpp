// From a struct to its table: the one place where a model's reflection becomes plain constant data.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/schema/detail/model_checks.hpp>
#include <dataflow/schema/detail/model_data.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/rules.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/schema/table_name.hpp>

#include <cstddef>
#include <type_traits>

namespace dataflow::schema {

/// The verdict on a model: the first rule that it breaks, or `rule::ok`. Every function that takes a
/// model asks for it before anything else.
template <class M>
using model_verdict = rule::diagnostic<decltype(detail::find_verdict<M>())>;
template <class M>
inline constexpr bool is_model = rule::is_ok<model_verdict<M>>;

/// The same for a model whose records are written.
template <class M>
using written_verdict =
    rule::first_broken<model_verdict<M>,
                       std::conditional_t<options_of<M>.read_only || is_kept_by_library<M>,
                                          rule::a_model_that_is_only_read_is_written<M>, rule::ok>>;
template <class M>
inline constexpr bool is_written = rule::is_ok<written_verdict<M>>;

} // namespace dataflow::schema

namespace dataflow::schema::detail {

template <class M, write_kind What>
constexpr auto find_write_verdict() {
    constexpr auto lacks = options_of<M>.lacking() & What;
    if constexpr (!is_written<M>) return written_verdict<M>{};
    else if constexpr ((lacks & write_kind::update) != write_kind::none)
        return rule::a_model_is_without_this_write<M, "update">{};
    else if constexpr ((lacks & write_kind::erase) != write_kind::none)
        return rule::a_model_is_without_this_write<M, "erase">{};
    else if constexpr (lacks != write_kind::none) return rule::a_model_is_without_this_write<M, "create">{};
    else return rule::ok{};
}

} // namespace dataflow::schema::detail

namespace dataflow::schema {

/// The same for certain writes, of which a model may be without some.
template <class M, write_kind What>
using write_verdict = rule::diagnostic<decltype(detail::find_write_verdict<M, What>())>;
template <class M>
using update_verdict = write_verdict<M, write_kind::update>;
/// (Of a model with all of them nothing is instantiated for it.)
template <class M>
constexpr bool refuses(write_kind what) noexcept {
    return !is_written<M> || options_of<M>.lacks(what);
}

} // namespace dataflow::schema

namespace dataflow::schema::detail {

template <class M>
constexpr const table& checked_table() {
    static_assert(rule::told<model_verdict<M>>::verdict); // for callers that have not asked
    return model_data<M>::description;
}

} // namespace dataflow::schema::detail

namespace dataflow::schema {

/// The table of a model.
template <class M>
inline constexpr const table& table_of = detail::checked_table<M>();

/// Where each of the table's columns lies in a `record<M>`; the struct's own come first and lie at the
/// same offsets in an M.
template <class M>
inline constexpr constant_list<field_access> fields_of = detail::model_data<M>::fields;

} // namespace dataflow::schema

namespace dataflow::schema::detail {

template <class M, std::size_t At, bool Own = (At < reflect::field_count<M>)>
struct column_type {
    using type = reflect::field_type<M, At>;
};
template <class M, std::size_t At>
struct column_type<M, At, false> {
    using type = id<M>;
};

} // namespace dataflow::schema::detail

namespace dataflow::schema {

/// The type of a model's I-th key column.
template <class M, std::size_t I = 0>
using key_type = typename detail::column_type<M, detail::model_data<M>::key[I]>::type;

template <class M>
inline constexpr std::size_t key_size = detail::model_data<M>::key_size;

} // namespace dataflow::schema
