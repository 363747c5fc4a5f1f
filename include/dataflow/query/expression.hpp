// What all expressions share: concepts, and the buffer that their values are bound into.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/type_list.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/query/rules.hpp>
#include <dataflow/schema/types.hpp>
#include <dataflow/sql/spell.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace dataflow::query {

using dataflow::types;

/// Among the inputs of a subquery: a model whose table it reads, so that a database without that model
/// refuses the statement.
template <class M>
struct model_read {
    using model_of_subquery = M;
};
template <class Input>
concept is_model_read = requires { typename Input::model_of_subquery; };

namespace detail {
struct reads_a_model {
    template <class Input>
    constexpr hana::bool_<is_model_read<Input>> operator()(hana::basic_type<Input>) const noexcept {
        return {};
    }
};
struct is_to_be_filled {
    template <class Input>
    constexpr hana::bool_<!is_model_read<Input>> operator()(hana::basic_type<Input>) const noexcept {
        return {};
    }
};
struct the_models {
    template <class... M>
    constexpr types<M...> operator()(hana::basic_type<model_read<M>>...) const noexcept {
        return {};
    }
};
} // namespace detail

/// The inputs that are to be filled, and the models that subqueries read, of an expression's or a node's
/// `inputs`.
template <class Inputs>
using placeholders_in = filtered<Inputs, detail::is_to_be_filled>;
template <class Inputs>
using models_read_in =
    decltype(hana::unpack(filtered<Inputs, detail::reads_a_model>{}, detail::the_models{}));

/// Where an expression puts its values, each at its place (`sql::place`).
struct binder {
    value* values;
    rows_view* lists;

    constexpr void add(const value& v) noexcept { *values++ = v; }
    /// Leaves the places of an absent part empty.
    constexpr void skip(std::size_t of_values, std::size_t of_lists) noexcept {
        for (; of_values != 0; --of_values) add({});
        lists += of_lists;
    }
};

/// An expression with a value: a column, a literal, arithmetic. It has
///   `type`        the C++ type of its value, without optional
///   `nullable`    whether it can be NULL
///   `model`       the model whose columns it uses, `types<...>` of several, or void
///   `parts`       the expressions in it (query/operands.hpp)
///   `parameters`, `lists`   how many values it binds, and how many of them are lists
///   `inputs`      the placeholders in it, and the models that its subqueries read
///   `write(writer&, place)`, `bind(binder&)`, and, where it has inputs, `supply<Name>(value)`.
template <class E>
concept scalar = requires { typename std::remove_cvref_t<E>::dataflow_scalar; };

/// What is no expression; by this name, so that a narrower overload of an operator is the better one.
template <class V>
concept no_scalar = !scalar<V>;

/// An expression that is true or false: the same, with `optionals`, how many of its parts may be absent.
template <class E>
concept predicate = requires { typename std::remove_cvref_t<E>::dataflow_predicate; };

/// A select that can stand in an expression: see select/subquery.hpp.
template <class S>
concept subselect = requires { typename std::remove_cvref_t<S>::dataflow_select; };

/// Bits of a statement's variant below this belong to the statement; from here on, one bit for each
/// optional part of its predicate says whether the part is there.
inline constexpr unsigned first_optional_bit = 8;

[[nodiscard]] constexpr bool part_is_there(std::uint64_t variant, std::size_t ordinal) noexcept {
    return (variant >> (first_optional_bit + ordinal) & 1U) != 0;
}

/// A model under another name, as `df::of<"name">(field)` means it.
template <class M, fixed_string Alias>
struct alias_of {};

/// An expression under a name: `(field<&Order::total> * 2).as<"double_total">()`; see query/item.hpp.
template <fixed_string Name, class E>
struct named;

/// A group that is not selected, and the name by which it is ordered by; see query/item.hpp.
template <class E, fixed_string Name = "">
struct unselected;

/// An expression that is not NULL in a group; see query/group.hpp.
template <class E>
struct of_a_group;

namespace detail {

/// What an expression is about, as a list.
template <class Model>
struct model_list {
    using type = types<Model>;
};
template <>
struct model_list<void> {
    using type = types<>;
};
template <class... M>
struct model_list<types<M...>> {
    using type = types<M...>;
};

template <class A, class B>
struct joint_model {
    using type =
        decltype(hana::fold_left(typename model_list<B>::type{}, typename model_list<A>::type{}, add_new{}));
};
template <class A>
struct joint_model<A, A> : std::type_identity<A> {};
template <class A>
struct joint_model<A, void> : std::type_identity<A> {};
template <class B>
struct joint_model<void, B> : std::type_identity<B> {};
template <>
struct joint_model<void, void> : std::type_identity<void> {};

template <class Known>
struct is_outside {
    template <class M>
    constexpr hana::bool_<!among<M, Known>> operator()(hana::basic_type<M>) const noexcept {
        return {};
    }
};
template <class Known, class Model>
struct outsider {
    using type = first_that<typename model_list<Model>::type, is_outside<Known>>;
};
template <class M>
struct outsider<types<M>, M> : std::type_identity<void> {};
template <class Known>
struct outsider<Known, void> : std::type_identity<void> {};

/// The name of an expression that is a column, or the label of another, for messages; else empty.
template <class E>
[[gnu::always_inline]] constexpr std::string_view
field_of() noexcept { // no function of its own for each column
    if constexpr (requires { E::field_name; }) return E::field_name;
    else if constexpr (requires { E::name; }) return E::name;
    else if constexpr (requires { E::label; }) return E::label;
    else return {};
}

/// Whether an expression is a column.
template <class E>
concept is_column = requires { E::name; };

template <class E>
inline constexpr auto field_text = fixed_string<field_of<E>().size() + 1>{field_of<E>()};

} // namespace detail

/// What two expressions together are about: void, a model, or `types<...>` of several. Whether a node knows
/// them all is the node's business.
template <class L, class R>
using joint_model = typename detail::joint_model<typename L::model, typename R::model>::type;

/// What an expression is about, as a `types<...>`.
template <class Model>
using model_list = typename detail::model_list<Model>::type;

/// The first of an expression's models that is not in a `types<...>`; void where all are.
template <class Known, class Model>
using outsider = typename detail::outsider<Known, Model>::type;

/// Writes an expression that is compared, or that goes into a column. SQLite goes over to real numbers
/// where whole ones overflow; the driver's function fails then, as PostgreSQL does.
template <class E>
[[gnu::always_inline]] constexpr void write_operand(sql::writer& w, sql::place at) {
    if constexpr (detail::is_column<E>) w.column(E::name, E::source);
    else if constexpr (requires { requires E::may_overflow; }) {
        const auto& around = w.dialect().checked_whole;
        w << around.before;
        E::write(w, at);
        w << around.after;
    } else E::write(w, at);
}

} // namespace dataflow::query
