// Records for tests: what a test does not say is filled in.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/core/type_list.hpp>
#include <dataflow/node/create.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/schema/record.hpp>
#include <dataflow/testing/rules.hpp>
#include <dataflow/testing/sample_values.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace dataflow {

namespace testing {

/// Whether a column's value must be like no other's.
[[nodiscard]] constexpr bool is_unique(const schema::table& t, std::size_t column) noexcept {
    if (t.columns[column].key) return !t.columns[column].generated;
    for (const auto& i : t.indexes)
        if (i.unique)
            for (const auto c : i.parts())
                if (c == column) return true;
    return false;
}

/// Whether a column is a foreign key by itself.
[[nodiscard]] constexpr bool refers(const schema::table& t, std::size_t at) noexcept {
    for (const auto& key : t.references)
        if (key.size() == 1 && key.column == at) return true;
    return false;
}

/// The verdict on what a record needs: `Waiting` are the models that cannot be made before it.
template <class Waiting, class Model>
constexpr auto needs_verdict();

template <class Waiting, class Model, class F, std::size_t At>
constexpr auto need_verdict() {
    if constexpr (schema::is_id<F>) {
        using target = typename F::model;
        if constexpr (std::is_same_v<target, Model> || !testing::refers(schema::table_of<Model>, At))
            return rule::ok{};
        else if constexpr (among<target, Waiting>)
            return rule::two_models_need_records_of_each_other<Model, target>{};
        else return testing::needs_verdict<decltype(Waiting{} + types<target>{}), target>();
    } else return rule::ok{};
}
template <class Waiting, class Model>
constexpr auto needs_verdict() {
    return []<class... F, std::size_t... I>(types<F...>, std::index_sequence<I...>) {
        return rule::first_broken<decltype(testing::need_verdict<Waiting, Model, F, I>())...>{};
    }(reflect::types_of<Model>{}, std::make_index_sequence<reflect::field_count<Model>>{});
}

/// Moves a field into the range of the table's checks: of those without OR.
template <class F>
constexpr void satisfy_checks(F& field, const schema::table& t, std::size_t column) {
    using what = schema::condition_step::what;
    for (const auto& check : t.checks) {
        const auto& steps = check.that.steps;
        bool either = false;
        for (std::size_t i = 0; i < check.that.size; ++i) either = either || steps[i].step == what::either;
        if (either) continue;
        for (std::size_t i = 0; i + 2 < check.that.size; ++i)
            if (steps[i].step == what::column && steps[i].name == t.columns[column].name &&
                steps[i + 1].step != what::column)
                testing::satisfy(field, steps[i + 2].step, steps[i + 1], t.columns[column].called());
    }
}

} // namespace testing

/// Makes records in a database, a transaction, or the view of a tenant, with what a test does not say filled
/// in: the fields' defaults, moved into the range of the checks; values that are unique where they must be;
/// and for a foreign key that is no std::optional and has no key yet, a new record of its own.
///
///     df::factory make{db};
///     const auto order = make.create<Order>([](Order& o) { o.total = 5; }); // and a Customer for it
///
/// A check with OR, and one that compares two columns, is left to the test.
template <class Database>
class factory {
  public:
    explicit factory(Database& db) noexcept : db_(&db) {}

    /// A record that is stored. `edits`: functions that take a `Model&`, called in their order after the
    /// fields were filled, and before the records that it refers to are made. Throws what `df::create`
    /// throws.
    template <class Model, class... Edits>
    record<Model> create(const Edits&... edits) {
        return db_->run(dataflow::create(build<Model>(edits...)));
    }
    /// The same, not stored; the records that it refers to are.
    template <class Model, class... Edits>
    [[nodiscard]] Model build(const Edits&... edits) {
        using verdict = decltype(testing::needs_verdict<types<Model>, Model>());
        static_assert(rule::told<verdict>::verdict);
        if constexpr (rule::is_ok<verdict>) return built<Model>(edits...);
        else return {};
    }

  private:
    template <class Model, class... Edits>
    [[nodiscard]] Model built(const Edits&... edits) {
        Model out{};
        const auto n = next();
        each_field(out, [&](auto& field, std::size_t at) {
            constexpr const auto& t = schema::table_of<Model>;
            using F = std::remove_cvref_t<decltype(field)>;
            if constexpr (schema::is_optional<F>) return;
            else {
                if (testing::is_unique(t, at) && !testing::refers(t, at))
                    testing::make_unique(field, n, t.columns[at].called());
                testing::satisfy_checks(field, t, at);
            }
        });
        (edits(out), ...);
        each_field(out, [&](auto& field, std::size_t at) {
            using F = std::remove_cvref_t<decltype(field)>;
            if constexpr (schema::is_id<F>) {
                using target = typename F::model;
                if (!std::is_same_v<target, Model> && testing::refers(schema::table_of<Model>, at) &&
                    !field.is_set())
                    if constexpr (!std::is_same_v<target, Model>)
                        field = db_->run(dataflow::create(built<target>())).id;
            }
        });
        return out;
    }

    template <class Model, class Visit>
    static constexpr void each_field(Model& of, const Visit& visit) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (visit(reflect::get<I>(of), I), ...);
        }(std::make_index_sequence<reflect::field_count<Model>>{});
    }
    /// Numbers of one program, so that two factories make no records alike.
    [[nodiscard]] static std::int64_t next() noexcept {
        static std::atomic<std::int64_t> last{0};
        return ++last;
    }

    Database* db_;
};

} // namespace dataflow
