// Whether deletions that only mark come back to where they began, by the cascades of foreign keys.
#pragma once

#include <dataflow/schema/table.hpp>

#include <array>
#include <cstddef>

namespace dataflow::database_ {

/// The first table whose deletions, where they only mark, come back to it by cascades; the number of tables
/// where none is.
template <std::size_t N>
constexpr std::size_t find_ring(const std::array<const schema::table*, N>& tables) {
    std::array<std::array<bool, N>, N> leads{};
    for (std::size_t child = 0; child < N; ++child)
        for (const auto& f : tables[child]->foreign_keys)
            for (std::size_t parent = 0; parent < N; ++parent)
                if (f.marks && f.action == on_delete::cascade && tables[child]->policy.erase_updates &&
                    f.table == tables[parent]->name)
                    leads[parent][child] = true;
    for (std::size_t via = 0; via < N; ++via)
        for (std::size_t from = 0; from < N; ++from)
            for (std::size_t to = 0; to < N; ++to)
                leads[from][to] = leads[from][to] || (leads[from][via] && leads[via][to]);
    std::size_t at = 0;
    while (at < N && !leads[at][at]) ++at;
    return at;
}

} // namespace dataflow::database_
