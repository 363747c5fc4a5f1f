// What changes from one version of the models to the next, known to the compiler: `df::migration<v1::User,
// v2::User>`.
#pragma once

#include <dataflow/catalog/of_models.hpp>
#include <dataflow/core/type_list.hpp>
#include <dataflow/migrate/change.hpp>
#include <dataflow/migrate/detail/change_reader.hpp>
#include <dataflow/migrate/risk.hpp>
#include <dataflow/migrate/snapshot.hpp>
#include <dataflow/sql/dialect.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace dataflow {

namespace migrate {

/// One change, by names.
struct named_change {
    change_kind what{};
    std::string_view table{};
    std::string_view column{}; ///< empty where it is about none, or several
    dataflow::risk risk = dataflow::risk::none;
};

/// The changes between two versions of models.
template <std::size_t Size>
struct changes_between {
    std::array<named_change, Size> changes{};
    std::size_t doubts = 0; ///< how many pairs of columns may be one that was renamed: say so in the model

    /// How dangerous the change is at least, in any database: that of the most dangerous one.
    [[nodiscard]] constexpr dataflow::risk risk() const noexcept {
        auto out = dataflow::risk::none;
        for (const auto& c : changes) out = greater(out, c.risk);
        return out;
    }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return Size; }
    [[nodiscard]] constexpr bool empty() const noexcept { return Size == 0; }
    /// How many changes are of a kind.
    [[nodiscard]] constexpr std::size_t count(change_kind what) const noexcept {
        std::size_t out = 0;
        for (const auto& c : changes) out += c.what == what ? 1U : 0U;
        return out;
    }
    [[nodiscard]] constexpr bool has(change_kind what) const noexcept { return count(what) != 0; }
    /// Whether values go with a column, or may not fit its new type.
    [[nodiscard]] constexpr bool may_lose_data() const noexcept {
        return has(change_kind::drop_column) || has(change_kind::change_type) ||
               has(change_kind::change_generation);
    }
    /// Whether a column that goes may be one that comes under another name.
    [[nodiscard]] constexpr bool asks() const noexcept { return doubts != 0; }
};

namespace detail {

template <dialect D, class T>
struct described {
    static constexpr const auto& tables = catalog::of_models<D, T>;
};
template <dialect D, class... Models>
struct described<D, types<Models...>> {
    static constexpr const auto& tables = catalog::of_models<D, Models...>;
};
template <dialect D, is_snapshot S>
struct described<D, S> {
    static constexpr const auto& tables = snapshot_tables<S, D>();
};
template <dialect D, is_snapshot... S>
    requires(sizeof...(S) != 0)
struct described<D, types<S...>> {
    static constexpr const auto& tables = joined_snapshots<D, S...>::whole;
};

template <dialect D, class From, class To, class Use>
constexpr auto with_changes(Use&& use) {
    change_list out;
    change_reader{out, described<D, To>::tables, described<D, From>::tables}.read();
    return use(out);
}

template <dialect D, class From, class To>
inline constexpr std::size_t change_count =
    with_changes<D, From, To>([](const change_list& all) { return all.changes.size(); });

template <dialect D, class From, class To>
constexpr auto changes_of_structs() {
    return with_changes<D, From, To>([](const change_list& all) {
        changes_between<change_count<D, From, To>> out;
        for (std::size_t i = 0; i < all.changes.size(); ++i) {
            const auto& c = all.changes[i];
            out.changes[i] = {c.what, c.table(), c.column(), c.least};
        }
        out.doubts = all.doubts.size();
        return out;
    });
}

} // namespace detail

} // namespace migrate

/// What changes between two versions of a model, a constant: `static_assert(df::migration<v1::User,
/// v2::User>.risk() <= df::risk::medium)`. Of several models, `df::migration<df::types<v1::User, v1::Order>,
/// df::types<v2::User, v2::Order>>`. Tables are found by their names, and what was renamed by the options of
/// the newer models; tables that only the former ones have are not touched. A model of a snapshot
/// (migrate/snapshot.hpp) stands for the struct as it was. Defaults that only the running
/// program sees (see catalog/of_models.hpp) are not compared.
template <class From, class To, dialect D = dialect::postgres>
inline constexpr auto migration = migrate::detail::changes_of_structs<D, From, To>();

} // namespace dataflow
