// An application in four versions, and its database, which goes with it with the rows in it. Each namespace
// is what the program's models were at that time. See docs/migrations.md.
//
//     evolve              on a file of SQLite's, in the folder for temporary files
//     evolve URL          on another database, which has to be empty
#include <dataflow/dataflow.hpp>
#include <dataflow/migrate.hpp>

#include <cstdint>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>

namespace df = dataflow;
using df::field;

namespace v1 { // users with a name and a mail address

struct User {
    df::id<User> id{};
    std::string name;
    std::string mail;
};

} // namespace v1

namespace v2 { // `mail` is called `email` now, no two are alike, and there is a city

struct User {
    df::id<User> id{};
    std::string name;
    std::string email;
    std::string city = "unknown";

    static constexpr auto dataflow =
        df::options{.unique = df::unique({"email"}), .renamed = df::renamed({"mail", "email"})};
};

} // namespace v2

namespace v3 { // users place orders

enum class status { placed, paid };

struct User {
    df::id<User> id{};
    std::string name;
    std::string email;
    std::string city = "unknown";
    std::optional<std::int32_t> age{};

    static constexpr auto dataflow =
        df::options{.unique = df::unique({"email"}), .renamed = df::renamed({"mail", "email"})};
};
struct Order {
    df::id<Order> id{};
    df::id<User> user;
    df::decimal<10, 2> total{};
    v3::status status{};

    static constexpr auto dataflow =
        df::options{.indexes = df::indexes({"user"}),
                    .checks = df::checks(df::check("total_is_positive", df::column("total") > 0))};
};

} // namespace v3

namespace v4 { // the city is given up, ages are never missing, and an order can be sent

enum class status { placed, paid, sent };

struct User {
    df::id<User> id{};
    std::string name;
    std::string email;
    std::int64_t age = 0;

    static constexpr auto dataflow =
        df::options{.unique = df::unique({"email"}), .renamed = df::renamed({"mail", "email"})};
};
struct Order {
    df::id<Order> id{};
    df::id<User> user;
    df::decimal<10, 2> total{};
    v4::status status{};

    static constexpr auto dataflow =
        df::options{.indexes = df::indexes({"user"}),
                    .checks = df::checks(df::check("total_is_positive", df::column("total") > 0))};
};

} // namespace v4

// What the structs alone decide, the compiler knows: the second version loses nothing, the fourth does.
constexpr auto to_v2 = df::migration<v1::User, v2::User>;
constexpr auto to_v4 = df::migration<v3::User, v4::User>;
static_assert(to_v2.risk() <= df::risk::medium);
static_assert(to_v4.risk() >= df::risk::high);

namespace {

/// Opens the database as a version of the program does, and says what that has changed.
template <class... Models>
df::database<Models...> opened(const std::string& version, const std::string& url,
                               df::risk most = df::risk::medium) {
    df::migrate_result did;
    auto db = df::open_migrated<Models...>(
        url, {.auto_confirm = true, .max_risk = most, .run = {.program = "evolve " + version}}, &did);
    std::cout << "== " << version << '\n' << df::migrate::preview(did.plan) << '\n';
    return db;
}

int evolve(const std::string& url) {
    {
        auto db = opened<v1::User>("1", url);
        db.run(df::create(v1::User{.name = "Ann", .mail = "ann@example.org"}));
        db.run(df::create(v1::User{.name = "Ben", .mail = "ben@example.org"}));
    }
    {
        auto db = opened<v2::User>("2", url);
        const auto ann =
            db.run(df::list<v2::User>().where(field<&v2::User::email> == "ann@example.org")).records;
        if (ann.size() != 1 || ann[0].city != "unknown") return 1; // the rows came along
    }
    {
        auto db = opened<v3::User, v3::Order>("3", url);
        const auto users = db.run(df::list<v3::User>()).records;
        for (const auto& u : users)
            db.run(df::create(
                v3::Order{.user = u.id, .total = df::decimal<10, 2>{"9.50"}, .status = v3::status::paid}));
        db.run(df::update<v3::User>(users[0].id, field<&v3::User::age> = 44));
    }
    { // a column goes, and others change: nobody does that without being asked to
        try {
            opened<v4::User, v4::Order>("4", url);
            return 1;
        } catch (const df::protected_operation& e) {
            std::cout << "== 4\n" << e.what() << "\n\n";
        }
        auto db = opened<v4::User, v4::Order>("4", url, df::risk::high);
        db.run(df::update<v4::Order>(db.run(df::list<v4::Order>()).records[0].id,
                                     field<&v4::Order::status> = v4::status::sent));
        if (db.run(df::count<v4::Order>()) != 2 ||
            db.run(df::count<v4::User>().where(field<&v4::User::age> == 44)) != 1)
            return 1;

        const df::migrations of{db};
        for (const auto& one : of.history())
            std::cout << one.id << ' ' << one.program << ' ' << df::migrate::name_of(one.state) << ", "
                      << one.steps_done << " steps\n";
        if (!of.pending().empty() || !of.drift().empty()) return 1; // a second run has nothing to do
    }
    return 0;
}

} // namespace

int main(int count, char** arguments) {
    if (count > 1) return evolve(arguments[1]);
    const auto file = std::filesystem::temp_directory_path() / "dataflow_evolve.db";
    std::filesystem::remove(file);
    const int result = evolve("sqlite:" + file.string());
    std::filesystem::remove(file);
    return result;
}
