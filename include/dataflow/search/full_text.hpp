// Full-text search in expressions: df::search and df::rank. docs/search.md.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/query/field.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/query/operands.hpp>
#include <dataflow/query/placeholder.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/search/rules.hpp>
#include <dataflow/sql/full_text.hpp>
#include <dataflow/sql/words.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

namespace dataflow::query {

/// The words of a search, ready to be bound.
struct search_words {
    using model = void;
    using parts = types<>;
    using inputs = types<>;
    static constexpr std::size_t parameters = 1, lists = 0;

    std::string held;

    search_words() = default;
    template <class V>
    explicit search_words(const V& typed) : held(sql::search_text(detail::text_of(typed, {}))) {}
    void bind(binder& b) const { b.add(value::of_text(held)); }
};

/// The same, given by a wire of a workflow or as a named argument.
template <fixed_string Name>
struct search_input {
    using model = void;
    using parts = types<>;
    using inputs = types<placeholder<Name, std::string>>;
    static constexpr std::size_t parameters = 1, lists = 0;

    std::string held;

    search_input() = default;
    explicit search_input(parameter_name<Name>) : held(sql::search_text({})) {}
    void bind(binder& b) const { b.add(value::of_text(held)); }
    template <fixed_string Wanted, class V>
    void supply(const V& v) {
        if constexpr (Wanted.view() == Name.view()) held = sql::search_text(detail::text_of(v, {}));
    }
};

namespace detail {

template <class V>
constexpr auto find_words_type() {
    if constexpr (parameter<V>) return std::type_identity<decltype(search_input{V{}})>{};
    else return std::type_identity<search_words>{};
}
/// How the words of a search are held.
template <class V>
using words_type = typename decltype(find_words_type<std::remove_cvref_t<V>>())::type;

template <class M, class V>
constexpr auto find_search_verdict() {
    using given = std::remove_cvref_t<V>;
    if constexpr (!rule::is_ok<schema::model_verdict<M>>) return schema::model_verdict<M>{};
    else if constexpr (schema::table_of<M>.full_text.empty())
        return rule::a_search_needs_a_model_with_the_option_full_text<M>{};
    else if constexpr (!parameter<given> && !std::is_same_v<given, borrowed_text> &&
                       (!std::is_convertible_v<const given&, std::string_view> ||
                        std::is_null_pointer_v<given>))
        return rule::a_search_takes_its_words_as_a_string<M, given>{};
    else return rule::ok{};
}

/// Of the model itself, or of the table with an alias.
template <class M, fixed_string Alias>
inline constexpr std::string_view search_source = Alias.size() == 0 ? schema::table_name<M> : Alias.view();
template <class M, fixed_string Alias>
using search_model = std::conditional_t<Alias.size() == 0, M, alias_of<M, Alias>>;

} // namespace detail

/// The verdict on a search for a V in M.
template <class M, class V>
using search_verdict = rule::diagnostic<decltype(detail::find_search_verdict<M, V>())>;

/// What a search looks at, as a column: where rows are grouped it is none of the groups. A row that a left
/// join does not find fits nothing, so no `df::nullable` is needed.
template <class Model>
struct searched_fields {
    using model = Model;
    using parts = types<>;
    using inputs = types<>;
    static constexpr std::string_view name = "full_text";
    static constexpr bool nullable = true;
    static constexpr std::size_t parameters = 0, lists = 0;
    constexpr void bind(binder&) const {}
};

/// Whether a record fits.
template <class M, class Words, fixed_string Alias = "">
struct search_test : operands<searched_fields<detail::search_model<M, Alias>>, Words> {
    using dataflow_predicate = void;
    static constexpr bool unknown = true; // the table may come from a left join
    static constexpr bool by_index = true;

    search_test() = default;
    explicit search_test(Words words)
        : operands<searched_fields<detail::search_model<M, Alias>>, Words>{{},
                                                                           {static_cast<Words&&>(words)}} {}
    static constexpr void write(sql::writer& w, sql::place at) {
        sql::write_search(w, schema::table_of<M>, detail::search_source<M, Alias>, search_test::second(at));
    }
    /// In a join: of the table that was joined under this alias.
    template <fixed_string Other>
    [[nodiscard]] search_test<M, Words, Other> of() const {
        return search_test<M, Words, Other>{this->rest.first};
    }
};

/// How well it fits.
template <class M, class Words, fixed_string Alias = "">
struct search_rank : operands<searched_fields<detail::search_model<M, Alias>>, Words>,
                     operations<search_rank<M, Words, Alias>> {
    using dataflow_scalar = void;
    using type = double;
    static constexpr bool nullable = false;

    search_rank() = default;
    explicit search_rank(Words words)
        : operands<searched_fields<detail::search_model<M, Alias>>, Words>{{},
                                                                           {static_cast<Words&&>(words)}} {}
    static constexpr void write(sql::writer& w, sql::place at) {
        sql::write_search_rank(w, schema::table_of<M>, detail::search_source<M, Alias>,
                               search_rank::second(at));
    }
    /// In a join: of the table that was joined under this alias.
    template <fixed_string Other>
    [[nodiscard]] search_rank<M, Words, Other> of() const {
        return search_rank<M, Words, Other>{this->rest.first};
    }
};

} // namespace dataflow::query

namespace dataflow {

/// Records whose full-text fields have these words: `df::search<Article>("quick fox")`, a predicate as any
/// other. The text is taken as users type it: all words must be there; `"a phrase"`, `begin*`, `-without`,
/// `this OR that`. Nothing in it is an error; without a word that is looked for it fits no record.
/// `df::param<"q">` stands for a text that comes later.
template <class M, class V>
[[nodiscard]] auto search(const V& words) {
    using verdict = query::search_verdict<M, V>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return query::refused_predicate{};
    else return query::search_test<M, query::detail::words_type<V>>{query::detail::words_type<V>{words}};
}

// Without a model.
template <std::nullptr_t = nullptr, class V>
[[nodiscard]] auto search(const V&) {
    using verdict = rule::diagnostic<rule::a_search_does_not_name_its_model<V>>;
    static_assert(rule::told<verdict>::verdict);
    return query::refused_predicate{};
}

/// How well a record fits, the greater the better, 0 where it does not: a number of each database's own
/// (PostgreSQL: ts_rank_cd; SQLite: bm25, without the minus, or one of the record alone where not all are
/// seen).
template <class M, class V>
[[nodiscard]] auto rank(const V& words) {
    using verdict = query::search_verdict<M, V>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return query::literal<double, double>{};
    else return query::search_rank<M, query::detail::words_type<V>>{query::detail::words_type<V>{words}};
}

} // namespace dataflow
