// Nodes by names, without structs, beside typed nodes on the same table, which somebody else made.
//
//   dynamic sqlite FOLDER [--rounds N] [--only TEXT]
//   dynamic postgres URL [...]
//   dynamic run dynamic|typed read|create|update|list|filter|bulk N FOLDER    only runs, on SQLite: to be
//   counted
#include "existing_model.hpp"
#include "hand_existing_postgres.hpp"
#include "harness.hpp"
#include "keeper.hpp"

#include <dataflow/dynamic_database.hpp>

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace bench;

constexpr std::int64_t rows = 1'000;
constexpr std::int64_t page_rows = 100;

/// `local`: the column of times has no zone, and takes none.
[[nodiscard]] df::json_value as_json(const Track& t, bool local) {
    static constexpr const char* names[]{"mp3", "flac", "vinyl"};
    char time[df::timestamp_text_size];
    (void)df::write_timestamp(time, t.bought.time_since_epoch().count());
    return df::json_object({{"name", t.name},
                            {"album", t.album},
                            {"cost", static_cast<double>(t.cost.units()) / 100},
                            {"bought", std::string(time, sizeof time - (local ? 1 : 0))},
                            {"loud", t.loud},
                            {"format", names[static_cast<std::size_t>(t.format)]}});
}

/// Both ways to do the same, and the rows as each of them takes them.
struct both {
    explicit both(const std::string& url)
        : typed{df::open_options{.url = url, .connections = 1, .existing_schema_mode = true}},
          dynamic{df::open_options{.url = url, .connections = 1}} {
        for (std::int64_t i = 0; i < rows; ++i) {
            tracks.push_back(track(i));
            values.push_back(as_json(tracks.back(), dynamic.dialect() == df::dialect::postgres));
        }
        typed.run(df::bulk_create(tracks));
        input = df::json_object({{"rows", df::json_value{values}}});
    }

    using work = std::function<void()>;
    /// How often `read` and its like are run, and the ways.
    [[nodiscard]] std::pair<work, work> of(const std::string& what) {
        if (what == "read")
            return {[&] {
                        const auto node = dynamic.read_node("tracks");
                        for (std::int64_t i = 1; i <= rows; ++i) keep(dynamic.run(node, key(i)));
                    },
                    [&] {
                        for (std::int64_t i = 1; i <= rows; ++i) keep(typed.run(df::read<Track>(i)));
                    }};
        if (what == "create")
            return {[&] {
                        const auto node = dynamic.create_node("tracks");
                        dynamic.transaction([&](auto& tx) {
                            for (const auto& v : values) keep(tx.run(node, v));
                        });
                    },
                    [&] {
                        typed.transaction([&](auto& tx) {
                            for (const auto& t : tracks) keep(tx.run(df::create(Track{t})));
                        });
                    }};
        if (what == "update")
            return {[&] {
                        const auto node = dynamic.update_node("tracks");
                        dynamic.transaction([&](auto& tx) {
                            for (std::int64_t i = 1; i <= rows; ++i)
                                keep(tx.run(node,
                                            df::json_object(
                                                {{"key", i}, {"fields", df::json_object({{"album", i}})}})));
                        });
                    },
                    [&] {
                        typed.transaction([&](auto& tx) {
                            for (std::int64_t i = 1; i <= rows; ++i)
                                keep(tx.run(df::update<Track>(i, df::field<&Track::album> = i)));
                        });
                    }};
        if (what == "list")
            return {
                [&] {
                    keep(dynamic.run(dynamic.list_node("tracks"), df::json_object({{"limit", page_rows}})));
                },
                [&] { keep(typed.run(df::list<Track>().limit(page_rows))); }};
        if (what == "filter")
            return {
                [&] {
                    const auto node = dynamic.list_node("tracks");
                    for (std::int64_t i = 0; i < page_rows; ++i)
                        keep(dynamic.run(node, df::json_object({{"filter", df::json_object({{"id", i + 1}})},
                                                                {"limit", 1}})));
                },
                [&] {
                    for (std::int64_t i = 0; i < page_rows; ++i)
                        keep(typed.run(
                            df::list<Track>().where(df::field<&Track::id> == df::id<Track>{i + 1}).limit(1)));
                }};
        if (what == "bulk")
            return {[&] { keep(dynamic.run(dynamic.bulk_create_node("tracks"), input)); },
                    [&] { keep(typed.run(df::bulk_create(tracks))); }};
        stop("no such operation: " + what);
    }
    [[nodiscard]] static std::int64_t count_of(const std::string& what) {
        return what == "list" || what == "filter" ? page_rows : rows;
    }
    [[nodiscard]] static df::json_value key(std::int64_t n) { return df::json_object({{"key", n}}); }

    existing_database typed;
    df::dynamic_database dynamic;
    std::vector<Track> tracks{};
    df::json_value::array values{};
    df::json_value input{};
};

constexpr const char* operations[]{"read", "create", "update", "list", "filter", "bulk"};

void measure(const harness& h, both& b) {
    for (const std::string what : operations) {
        auto [dynamic, typed] = b.of(what);
        h.measure({"dynamic_" + what, both::count_of(what), {{}, dynamic}, {{}, typed}, 20});
    }
}

std::string sqlite_file(const std::string& path) {
    sqlite3* db = nullptr;
    const auto text = std::string{"PRAGMA journal_mode = WAL; DROP TABLE IF EXISTS tracks;"} + sqlite_tracks;
    if (sqlite3_open(path.c_str(), &db) != SQLITE_OK ||
        sqlite3_exec(db, text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        stop(std::string{"SQLite: "} + sqlite3_errmsg(db));
    sqlite3_close(db);
    return path;
}

} // namespace

int main(int count, char** arguments) {
    if (count == 6 && std::string{arguments[1]} == "run") {
        both b{"sqlite:" + sqlite_file(std::string{arguments[5]} + "/dynamic.db")};
        const std::string what = arguments[3];
        auto [dynamic, typed] = b.of(what);
        for (std::int64_t i = 0; i < std::atoll(arguments[4]); i += both::count_of(what))
            std::string{arguments[2]} == "dynamic" ? dynamic() : typed();
        return 0;
    }
    const auto [places, how, n] = command_line(count, arguments);
    if (places.size() == 2 && places[0] == "sqlite") {
        both b{"sqlite:" + sqlite_file(places[1] + "/dynamic.db")};
        measure(harness{"sqlite", how, "typed"}, b);
    } else if (places.size() == 2 && places[0] == "postgres") {
        {
            hand_existing_postgres hand{places[1]};
            hand.script("DROP TABLE IF EXISTS tracks; DROP TYPE IF EXISTS format");
            hand.script(postgres_tracks);
        }
        both b{places[1]};
        measure(harness{"postgres", how, "typed"}, b);
    } else stop("usage: dynamic sqlite FOLDER | dynamic postgres URL");
}
