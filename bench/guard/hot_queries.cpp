// As hot.cpp, for queries and types.
//
//   hot_queries library|hand OPERATION N     only runs: the difference of two N, under callgrind, is exact
//   hot_queries count OPERATION N            prints the heap allocations a row
//
// OPERATION: join, left_join, projection, aggregate, decimal_aggregate, with_children, decimal_list,
// decimal_create, json_list, json_filter, json_create, array_list, array_create. N: rows, in thousands. The
// database is a file that is gone at the end.
#include "../hand_query_sqlite.hpp"
#include "../library_query.hpp"
#include "../query_model.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <stdlib.h> // mkdtemp

extern std::int64_t allocations; // allocations.cpp

namespace {

using namespace bench;
constexpr std::int64_t rows = 1000;
constexpr query_sizes sizes{.sales = rows, .buyers = 100};

struct hand_way : hand_query_sqlite {
    using hand_query_sqlite::create;
    explicit hand_way(const std::string& name) : hand_query_sqlite(name) {}
    template <class M>
    void create(const std::vector<M>& of) {
        begin();
        for (const auto& r : of) {
            M copy{r};
            create(copy);
            keep(copy);
        }
        commit();
    }
};

template <class Way>
void run(Way& way, const std::string& what, std::int64_t n) {
    const auto entries = rows_of(rows, entry);
    const auto accounts = rows_of(rows, account);
    const auto readings = rows_of(rows, reading);
    const auto before = allocations;
    for (std::int64_t i = 0; i < n; i += rows) {
        if (what == "join") keep(way.join(rows));
        else if (what == "left_join") keep(way.left_join(rows));
        else if (what == "projection") keep(way.projection(-1, rows));
        else if (what == "aggregate") keep(way.aggregate());
        else if (what == "decimal_aggregate") keep(way.turnover());
        else if (what == "with_children") keep(way.with_children(rows / 10));
        else if (what == "decimal_list") keep(way.entries());
        else if (what == "decimal_create") way.create(entries);
        else if (what == "json_list") keep(way.accounts());
        else if (what == "json_filter") keep(way.accounts_of_level(3));
        else if (what == "json_create") way.create(accounts);
        else if (what == "array_list") keep(way.readings());
        else if (what == "array_create") way.create(readings);
        else stop("no such operation");
    }
    allocations -= before; // of this run alone
}

} // namespace

int main(int count, char** arguments) {
    if (count != 4) stop("usage: hot_queries library|hand|count OPERATION N");
    const std::string way = arguments[1];
    const std::string what = arguments[2];
    const auto n = std::atoll(arguments[3]);
    std::string folder = std::filesystem::temp_directory_path() / "hot_queries.XXXXXX";
    if (mkdtemp(folder.data()) == nullptr) stop("no folder for a database");
    const auto file = folder + "/queries.db";
    {
        query_database db{"sqlite:" + file};
        fill(db, sizes);
        library_query library{db};
        if (way == "library") run(library, what, n);
        else if (way == "count") {
            run(library, what, rows);
            allocations = 0;
            run(library, what, n);
            std::printf("%.3f\n", static_cast<double>(allocations) / static_cast<double>(n));
        }
    }
    if (way == "hand") {
        hand_way hand{file};
        run(hand, what, n);
    }
    std::filesystem::remove_all(folder);
}
