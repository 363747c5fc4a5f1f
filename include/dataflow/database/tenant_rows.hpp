// How many rows each tenant has of a model with the option `rows_per_tenant`, and tenants with limits of
// their own. docs/tenants.md.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/rules.hpp>
#include <dataflow/core/text_argument.hpp>
#include <dataflow/core/whole.hpp>
#include <dataflow/database/detail/managers.hpp>
#include <dataflow/database/detail/session_checks.hpp>
#include <dataflow/database/rules.hpp>
#include <dataflow/raw/sql.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/sql/dialect.hpp>
#include <dataflow/sql/dialect_data.hpp>
#include <dataflow/sql/policy.hpp>
#include <dataflow/sql/row_limit_triggers.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace dataflow {

/// How many rows of a table a tenant has, and how many it can have.
struct tenant_row_count {
    std::string tenant{};
    std::int64_t rows = 0;      ///< those that are marked as deleted count, too
    std::int64_t most = 0;      ///< its limit
    bool has_own_limit = false; ///< which `set_rows_per_tenant` gave to it

    friend bool operator==(const tenant_row_count&, const tenant_row_count&) = default;
};

namespace database_ {

/// `On`: what it is asked of; a tenant's own session is told of itself.
template <class M, class On>
constexpr auto find_row_limit_verdict() {
    if constexpr (!rule::is_ok<schema::model_verdict<M>>) return schema::model_verdict<M>{};
    else if constexpr (options_of<M>.rows_per_tenant == 0) return rule::a_model_has_no_rows_per_tenant<M>{};
    else return manager_verdict<On>{};
}
template <class M, class On>
using row_limit_verdict = rule::diagnostic<decltype(find_row_limit_verdict<M, On>())>;
/// A tenant's own session, which is told of itself.
template <class On>
concept session_of_tenant = requires(const On& on) { on.name(); } &&
                            among<with_tenant, typename models_run_on<std::remove_cvref_t<On>>::type>;

/// The texts about the counts of a model's table, which the compiler writes.
template <class M>
struct tenant_rows_texts {
    static constexpr const schema::table& t = schema::table_of<M>;

    static constexpr void name_counts(sql::writer& w) {
        if (const auto space = t.path().space; !space.empty()) w.identifier(space) << ".";
        w.identifier(sql::tenant_rows_table);
    }
    /// SQLite's counts may be too high (sql/row_limit_triggers.ipp): there the rows are counted.
    static constexpr void usage(sql::writer& w, bool of_one) {
        w << "SELECT c.tenant_id AS tenant, ";
        if (w.dialect().trigger_functions) w << "c.row_count";
        else {
            w << "(SELECT count(*) FROM ";
            (w.table(t.name) << " AS t WHERE t.").identifier(sql::tenant_column(t)) << " = c.tenant_id)";
        }
        (w << " AS \"rows\", coalesce(c.row_limit, ").number(t.policy.rows_per_tenant)
            << ") AS most, c.row_limit IS NOT NULL AS has_own_limit FROM ";
        name_counts(w);
        (w << " AS c WHERE c.table_name = ").literal(t.plain());
        w << (of_one ? " AND c.tenant_id = {}"
                     : " AND (c.row_count > 0 OR c.row_limit IS NOT NULL) ORDER BY c.tenant_id");
        if (!of_one && w.dialect().trigger_functions) w << " COLLATE \"C\"";
    }
    static constexpr void set(sql::writer& w, bool) {
        name_counts(w << "INSERT INTO ");
        (w << " (table_name, tenant_id, row_count, row_limit) VALUES (").literal(t.plain())
            << ", {}, 0, {}) ON CONFLICT (table_name, tenant_id) DO UPDATE SET row_limit = "
               "excluded.row_limit";
    }
    template <auto Write, dialect D, bool OfOne>
    static constexpr auto text = [] {
        constexpr auto size = [] {
            sql::writer w{sql::data_of(D)};
            Write(w, OfOne);
            return w.view().size();
        }();
        sql::writer w{sql::data_of(D)};
        Write(w, OfOne);
        return fixed_string<size + 1>{w.view()};
    }();
};

/// Runs a statement on a database or session, with the text for its dialect.
template <class M, auto Write, bool OfOne, class Row, class On, class... A>
auto run_tenant_rows(On& on, const A&... arguments) {
    using texts = tenant_rows_texts<M>;
    if (sql::data_of(on.dialect()).trigger_functions)
        return on.run(
            dataflow::sql<texts::template text<Write, dialect::postgres, OfOne>, Row>(arguments...));
    return on.run(dataflow::sql<texts::template text<Write, dialect::sqlite, OfOne>, Row>(arguments...));
}

/// A limit of rows: a whole number, or nothing.
template <class T>
inline constexpr bool is_limit_of_rows =
    dataflow::detail::given_as_whole<T> || std::is_same_v<T, std::nullopt_t>;
template <class T>
inline constexpr bool is_limit_of_rows<std::optional<T>> = dataflow::detail::given_as_whole<T>;

/// What is wrong with the name and the limit that are given.
template <class M, class Name = rule::nothing_given, class Most = rule::nothing_given, class...>
constexpr auto find_given_limit_verdict() {
    if constexpr (!std::is_convertible_v<const Name&, std::string_view>)
        return rule::a_string_is_expected<"tenant", void, Name>{};
    else if constexpr (!is_limit_of_rows<Most>)
        return dataflow::detail::whole_verdict<M, "set_rows_per_tenant", Most>{};
    else return rule::ok{};
}
template <class M, class... Given>
using given_limit_verdict = rule::diagnostic<decltype(find_given_limit_verdict<M, Given...>())>;

} // namespace database_

/// How many records of a model each tenant has, and can have: those that have some, or a limit of their own,
/// by their names. `on`: a database, a session of it, `all_tenants()`, a transaction of one of them; or the
/// session of a tenant, which is told of itself.
template <class M, class On>
[[nodiscard]] auto tenant_usage(On&& on) {
    constexpr bool of_one = database_::session_of_tenant<std::remove_cvref_t<On>>;
    using output = std::conditional_t<of_one, tenant_row_count, std::vector<tenant_row_count>>;
    using asked = std::conditional_t<of_one, database<>, On>; // what a tenant may ask, whoever it is
    using verdict = database_::row_limit_verdict<M, asked>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return output{};
    else if constexpr (!of_one)
        return database_::run_tenant_rows<M, &database_::tenant_rows_texts<M>::usage, false,
                                          tenant_row_count>(on);
    else {
        const auto found =
            database_::run_tenant_rows<M, &database_::tenant_rows_texts<M>::usage, true, tenant_row_count>(
                on, on.name());
        return found.empty() ? tenant_row_count{.tenant = on.name(), .most = options_of<M>.rows_per_tenant}
                             : found.front();
    }
}

/// Gives a tenant a limit of its own, whatever the model says; nothing: that of the model again. Records
/// that it has above it stay. `on`: as above, but no tenant's own session. Throws `invalid_value` for an
/// empty name or a negative limit.
template <class M, class On, class Name>
    requires std::is_convertible_v<const Name&, std::string_view>
void set_rows_per_tenant(On&& on, const Name& name, std::optional<std::int64_t> most) {
    using verdict = database_::row_limit_verdict<M, On>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (rule::is_ok<verdict>) {
        if (most && *most < 0)
            raise(error_kind::invalid_value, {.message = "a limit of rows is negative",
                                              .node = "set_rows_per_tenant",
                                              .model = std::string{schema::table_of<M>.model}});
        database_::run_tenant_rows<M, &database_::tenant_rows_texts<M>::set, false, void>(
            on, database_::checked_tenant(detail::text_argument<"tenant">(name)), most);
    }
}

// Of something else.
template <class M, class On, class... Given>
    requires(sizeof...(Given) < 2 || !rule::is_ok<database_::given_limit_verdict<M, Given...>>)
void set_rows_per_tenant(On&&, const Given&...) {
    using verdict = database_::given_limit_verdict<M, Given...>;
    static_assert(rule::told<verdict>::verdict);
}
// Without a model.
template <std::nullptr_t = nullptr, class... Given>
void set_rows_per_tenant(const Given&...) {
    using verdict =
        rule::diagnostic<rule::a_function_of_one_model_does_not_name_it<"set_rows_per_tenant", Given...>>;
    static_assert(rule::told<verdict>::verdict);
}
template <std::nullptr_t = nullptr, class... Given>
std::vector<tenant_row_count> tenant_usage(const Given&...) {
    using verdict =
        rule::diagnostic<rule::a_function_of_one_model_does_not_name_it<"tenant_usage", Given...>>;
    static_assert(rule::told<verdict>::verdict);
    return {};
}

} // namespace dataflow
