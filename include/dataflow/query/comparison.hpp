// Comparisons as expressions. A predicate is true or false, never "unknown":
//   ==  is true where both are equal, or both are NULL;  !=  is its opposite
//   <, <=, >, >=, between, in, like and the rest are false where an operand is NULL
//   !p is true exactly where p is false
#pragma once

#include <dataflow/query/detail/exact.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/query/refused.hpp>
#include <dataflow/query/rules.hpp>
#include <dataflow/sql/predicates.hpp>

namespace dataflow::query {

using sql::comparison;

/// What `.as<"name">()` of a predicate says: it is no value.
template <fixed_string Name, class Model>
[[nodiscard]] constexpr auto named_predicate() {
    static_assert(rule::a_predicate_is_selected_without_case_when<Model>{});
    return named<Name, refused_scalar>{};
}

} // namespace dataflow::query

namespace dataflow::query::detail {

template <class E>
inline constexpr bool is_plain_value = false;
template <class T, class Held>
inline constexpr bool is_plain_value<literal<T, Held>> = true;
/// Whether the text of an expression can stand twice in a statement. A select in it would run twice.
template <class E>
inline constexpr bool can_stand_twice =
    is_plain_value<E> || (E::parameters == 0 && !requires { typename E::expression; });

/// Which ends of a column's outline a comparison with a value asks for.
template <comparison Op>
inline constexpr auto outline_ends_of =
    Op == comparison::eq                           ? sql::outline_ends::both
    : Op == comparison::ne                         ? sql::outline_ends::none
    : Op == comparison::lt || Op == comparison::le ? sql::outline_ends::high
                                                   : sql::outline_ends::low;

/// The form of the column E, for what it is compared with; null for what is no column.
template <class E>
[[nodiscard]] constexpr const sql::column_form* form_of(const sql::writer& w) {
    if constexpr (is_column<E>) return w.form_of(E::name, E::source);
    else return nullptr;
}
/// Whether an operand is a value that is bound: it can stand in the form of the column beside it.
template <class E>
inline constexpr bool is_bound_value = is_plain_value<E> || requires { E::name_of_input; };

/// How two operands are compared: a column with a value, and two columns of one form, as the column keeps
/// them; else in the form of the library.
template <class L, class... R>
[[nodiscard]] constexpr const sql::column_form* compared_form(const sql::writer& w) {
    if constexpr (!is_column<L>) return nullptr;
    else if constexpr ((is_bound_value<R> && ...)) return form_of<L>(w);
    else if constexpr ((is_column<R> && ...)) {
        const auto* form = form_of<L>(w);
        return (sql::alike(form, form_of<R>(w)) && ...) ? form : nullptr;
    } else return nullptr;
}

} // namespace dataflow::query::detail

namespace dataflow::query {

template <comparison Op, class L, class R>
struct compare : operands<L, R> {
    using dataflow_predicate = void;
    static constexpr bool equality = Op == comparison::eq || Op == comparison::ne;
    static constexpr bool null_is_a_value = (Op == comparison::eq && L::nullable && R::nullable) ||
                                            (Op == comparison::ne && (L::nullable || R::nullable));
    /// Both may be NULL, and an index may help: PostgreSQL uses none for IS NOT DISTINCT FROM, but one for
    /// `=` and IS NULL.
    static constexpr bool in_two_parts = Op == comparison::eq && null_is_a_value &&
                                         (detail::is_column<L> || detail::is_column<R>) &&
                                         detail::can_stand_twice<L> && detail::can_stand_twice<R>;
    /// IS [NOT] DISTINCT FROM, where NULL has to count as a value.
    static constexpr bool distinct = null_is_a_value && !in_two_parts;
    static constexpr bool unknown =
        !distinct && (L::nullable || R::nullable || requires { requires R::may_be_none; });
    static constexpr char mark{}; ///< stands for it in `sql::writer::part_of`

    static constexpr void write(sql::writer& w, sql::place at) {
        const auto left = at, right = compare::second(at);
        constexpr int most =
            detail::most(detail::scale_of<typename L::type>, detail::scale_of<typename R::type>);
        constexpr bool mixed = detail::scale_of<typename L::type> != detail::scale_of<typename R::type>;
        const auto* const form = mixed ? nullptr : detail::compared_form<L, R>(w);
        sql::outlined around{w};
        if constexpr (detail::is_column<L> && detail::is_bound_value<R> && Op != comparison::ne)
            if (const auto part = w.part_of(&mark); part < sql::null_part::left)
                around.begin(form, !equality, detail::outline_ends_of<Op>, L::name, L::source, right, right,
                             null_is_a_value && part == sql::null_part::all);
        const sql::facing as_kept{w, form, !equality};
        if constexpr (in_two_parts) {
            switch (w.part_of(&mark)) {
            case sql::null_part::left: return write_null<L>(w, left);
            case sql::null_part::right: return write_null<R>(w, right);
            case sql::null_part::values: break;
            case sql::null_part::all:
                if (!w.dialect().same_uses_no_index) break;
                w << "(";
                detail::write_compared<L, most, mixed>(w, left);
                w << " = ";
                detail::write_compared<R, most, mixed>(w, right);
                w << " OR (";
                write_null<L>(w, left);
                w << " AND ";
                write_null<R>(w, right);
                w << "))";
                return;
            }
        }
        const auto text = sql::comparison_text(
            w.dialect(), Op, distinct || (in_two_parts && w.part_of(&mark) == sql::null_part::all));
        w << text.before;
        detail::write_compared<L, most, mixed>(w, left);
        w << text.between;
        detail::write_compared<R, most, mixed>(w, right);
        w << text.after;
    }
    template <class E>
    static constexpr void write_null(sql::writer& w, sql::place at) {
        write_operand<E>(w, at);
        w << " IS NULL";
    }
    template <fixed_string Name>
    [[nodiscard]] constexpr auto as() const {
        return named_predicate<Name, typename compare::model>();
    }
};

/// `IS NULL`, `IS NOT NULL`.
template <class E, bool Null>
struct null_test : operands<E> {
    using dataflow_predicate = void;
    static constexpr bool unknown = false;

    static constexpr void write(sql::writer& w, sql::place at) {
        write_operand<E>(w, at);
        w << (Null ? " IS NULL" : " IS NOT NULL");
    }
    template <fixed_string Name>
    [[nodiscard]] constexpr auto as() const {
        return named_predicate<Name, typename E::model>();
    }
};

} // namespace dataflow::query
