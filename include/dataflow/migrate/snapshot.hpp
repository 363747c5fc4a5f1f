// A version of models, or of a database, as data: what the header holds that the command `snapshot` writes.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/type_list.hpp>
#include <dataflow/migrate/rules.hpp>
#include <dataflow/sql/dialect.hpp>

#include <array>
#include <cstddef>
#include <type_traits>

namespace dataflow::migrate {

/// The tables of one model, or of several, for each kind of database that the snapshot was written for; null
/// for another one. `struct User { using dataflow_snapshot = dataflow::migrate::snapshot<&..., &...>; };`
/// stands for the model as it was: `df::migration<v3::User, User>`.
template <const catalog::database_description* Sqlite, const catalog::database_description* Postgres>
struct snapshot {
    template <dialect D>
    static constexpr const catalog::database_description* in =
        std::array{Sqlite, Postgres}[static_cast<std::size_t>(D)];
};

/// Whether a type stands for a model of a snapshot.
template <class T>
concept is_snapshot = requires { typename T::dataflow_snapshot; };

namespace detail {

inline constexpr catalog::database_description no_tables{};

template <class S, dialect D>
using snapshot_verdict =
    std::conditional_t<S::dataflow_snapshot::template in<D> != nullptr, rule::ok,
                       rule::the_snapshot_was_not_written_for_this_kind_of_database<S, D>>;

/// Its tables; none where they are not known for this kind of database.
template <class S, dialect D>
constexpr const catalog::database_description& snapshot_tables() {
    static_assert(rule::told<snapshot_verdict<S, D>>::verdict);
    if constexpr (rule::is_ok<snapshot_verdict<S, D>>) return *S::dataflow_snapshot::template in<D>;
    else return no_tables;
}

/// Those of several as one description.
template <dialect D, is_snapshot... S>
struct joined_snapshots {
    static constexpr std::size_t size = (snapshot_tables<S, D>().tables.size() + ...);
    static constexpr auto tables = [] {
        std::array<catalog::table, size> out{};
        std::size_t at = 0;
        const auto add = [&](const catalog::database_description& d) {
            for (const auto& t : d.tables) out[at++] = t;
        };
        (add(snapshot_tables<S, D>()), ...);
        return out;
    }();
    static constexpr catalog::database_description whole{D, tables};
};

} // namespace detail

} // namespace dataflow::migrate
