// What a struct says of its table, where that shows only when the program runs: fields that nothing fills,
// and names.
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wdollar-in-identifier-extension"
#endif

#include <dataflow/json.hpp>

#include "support/fixture.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace model_shapes {

namespace df = dataflow;

/// Not constexpr: with it, no compiler can make the struct and look at its initializers.
inline std::string opaque() { return "seen at run time"; }

struct Money {
    std::int64_t cents = 0;
};
struct Label {
    std::string text = "none";
};

} // namespace model_shapes

template <>
struct dataflow::mapped<model_shapes::Money> {
    using stored = std::int64_t;
    static stored to(const model_shapes::Money& m) { return m.cents; }
    static model_shapes::Money from(stored s) { return {s}; }
};
template <>
struct dataflow::mapped<model_shapes::Label> {
    using stored = std::string;
    static stored to(const model_shapes::Label& l) { return l.text; }
    static model_shapes::Label from(const stored& s) { return {s}; }
};

namespace model_shapes {

enum class mood { calm, merry };

/// Fields with a default have an even number, those without an odd one; what each is called says so.
struct Filled {
    df::id<Filled> id{};
    std::string needed_text;
    std::string text = opaque();
    int needed_number;
    int number{};
    bool needed_flag;
    bool flag = false;
    double needed_real;
    double real = 0;
    mood needed_mood;
    mood kind{};
    df::timestamp needed_time{};
    df::timestamp time{std::chrono::seconds{1}};
    df::date needed_day{};
    df::date day{std::chrono::year{2024} / 2 / 29};
    std::chrono::seconds needed_span{};
    std::chrono::seconds span{5};
    df::decimal<8, 2> needed_price{};
    df::decimal<8, 2> price{3};
    std::vector<int> needed_list;
    std::vector<int> list{1};
    std::array<int, 2> needed_pair{};
    std::array<int, 2> pair{1, 2};
    df::bytes needed_bytes;
    df::bytes bytes{std::byte{1}};
    Money needed_money{};
    Money money{7};
    Label label{};
    std::optional<int> maybe;
    std::int8_t small = -91; // the bytes of the patterns that the library looks with
    std::int8_t other_small = 0x5A;
};

inline constexpr std::string_view needed[]{
    "needed_text", "needed_number", "needed_flag", "needed_real", "needed_mood",  "needed_time", "needed_day",
    "needed_span", "needed_price",  "needed_list", "needed_pair", "needed_bytes", "needed_money"};

struct Pair {
    std::string label = opaque();
    df::timestamp at{};
    int a;
    int b;
    int c{};
};
struct Start {
    std::string text;
    int number{};
    df::timestamp at{};
};
struct Told { // what a function takes
    std::string label = opaque();
    int number;
    int other;
    int more = 3;
};
struct Answer {
    int sum{};
};

enum class größen { $klein, mittel$, gro\u00DF };
struct Inner {
    int $x{};
    int \u00e9t\u00e9{};
};
/// Names of C++ that are not of letters alone; `\\u00e9` is one way to write a letter.
struct Straße$ {
    df::id<Straße$> id{};
    int $x{};
    int x = 7;
    int a$b{};
    int a{};
    int b{};
    int ende$ = 1;
    int $ = 2;
    std::string größe;
    größen wie{};
    std::optional<int> \u00e9t\u00e9{};
    df::json<Inner> innen{};

    static constexpr auto dataflow =
        df::options{.unique = df::unique({"$x"}),
                    .indexes = df::indexes({"gr\u00F6\u00DFe", "a$b"}),
                    .checks = df::checks(df::check("x$", df::column("ende$") > 0))};
};

enum class http : std::uint16_t { ok = 200, missing = 404, late = 4711 }; // `late` is not within its range
enum class change : std::int8_t { down = -100, none, up };
enum class rights : unsigned { read = 1, write = 2, both = 3, run = 4 };

struct Page {
    df::id<Page> id{};
    http status = http::ok;
    std::optional<http> before{};
    change way = change::down;
    rights may = rights::both;
    std::vector<http> all{};
    http needed{}; // 0 has no name: it counts as no default
};
struct Stray {
    std::string label = opaque();
    http status = http::late;
};

} // namespace model_shapes

template <>
struct dataflow::enum_range<model_shapes::http> {
    static constexpr std::int64_t first = 200;
    static constexpr std::int64_t last = 599;
};
template <>
struct dataflow::enum_range<model_shapes::change> {
    static constexpr std::int64_t first = -128;
    static constexpr std::int64_t last = 127;
};

namespace {

using namespace model_shapes;
using df::field;
using support::has;
using support::thrown;

class Models : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(Models);

// --- fields that nothing fills -----------------------------------------------------------------------------

using database = df::database<Filled, Pair>;

/// A create of all that is needed but for one field.
template <std::size_t Without>
std::string refused_field(database& db) {
    const auto all = std::tuple{field<&Filled::needed_text> = "",
                                field<&Filled::needed_number> = 0,
                                field<&Filled::needed_flag> = false,
                                field<&Filled::needed_real> = 0,
                                field<&Filled::needed_mood> = mood::calm,
                                field<&Filled::needed_time> = df::timestamp{},
                                field<&Filled::needed_day> = df::date{std::chrono::year{1970} / 1 / 1},
                                field<&Filled::needed_span> = std::chrono::seconds{0},
                                field<&Filled::needed_price> = df::decimal<8, 2>{0},
                                field<&Filled::needed_list> = std::vector<int>{},
                                field<&Filled::needed_pair> = std::array<int, 2>{},
                                field<&Filled::needed_bytes> = df::bytes{},
                                field<&Filled::needed_money> = Money{}};
    return [&]<std::size_t... I>(std::index_sequence<I...>) -> std::string {
        try {
            (void)db.run(df::create<Filled>(std::get<(I < Without ? I : I + 1)>(all)...));
            return "stored";
        } catch (const df::invalid_value& e) {
            EXPECT_EQ(e.node(), "create");
            EXPECT_EQ(e.model(), "Filled");
            EXPECT_TRUE(has(e.what(), "a required field is filled by nothing")) << e.what();
            return e.field();
        }
    }(std::make_index_sequence<std::size(needed) - (Without < std::size(needed) ? 1 : 0)>{});
}

TEST_P(Models, ARequiredFieldThatNothingFillsIsNeverStored) {
    database db{url()};
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        const auto check = [](const std::string& found, std::string_view expected) {
            EXPECT_EQ(found, expected);
        };
        (check(refused_field<I>(db), needed[I]), ...);
    }(std::make_index_sequence<std::size(needed)>{});
    EXPECT_EQ(db.run(df::count<Filled>()), 0);
    EXPECT_EQ(refused_field<std::size(needed)>(db), "stored");
    const auto one = db.run(df::list<Filled>()).records.at(0);
    EXPECT_EQ(one.text, opaque());
    EXPECT_EQ(one.small, -91);
    EXPECT_EQ(one.other_small, 0x5A);
    EXPECT_EQ(one.money.cents, 7);
    EXPECT_EQ(one.label.text, "none");
    EXPECT_EQ(one.span, std::chrono::seconds{5});
    EXPECT_EQ(db.transaction([&](auto& tx) {
        return thrown<df::invalid_value>(
                   [&] { (void)tx.run(df::create<Pair>(field<&Pair::a> = 1, field<&Pair::b> = 1)); })
            .field();
    }),
              "at");
}

TEST_P(Models, AWorkflowFillsAllThatIsRequiredOrIsRefused) {
    using namespace df::literals;
    database db{url()};
    const auto whole =
        df::workflow<Start>(df::node<"pair">(df::create<Pair>(field<&Pair::a> = 1)),
                            df::wire<"input.at", "pair.at">, df::wire<"input.number", "pair.b">,
                            df::node<"told">([](const Told& t) { return Answer{t.number + t.more}; }),
                            df::wire<"input.number", "told.number">, df::wire<"input.number", "told.other">);
    const auto done = db.run(whole, Start{.number = 2});
    EXPECT_EQ(done["pair"_n].b, 2);
    EXPECT_EQ(done["told"_n].sum, 5);

    const auto no_time = df::workflow<Start>(df::node<"pair">(df::create<Pair>(field<&Pair::a> = 1)),
                                             df::wire<"input.number", "pair.b">);
    const auto of_create = thrown<df::invalid_value>([&] { (void)db.run(no_time, Start{}); });
    EXPECT_EQ(of_create.node(), "pair (create)");
    EXPECT_EQ(of_create.model(), "Pair");
    EXPECT_EQ(of_create.field(), "at");

    const auto no_number =
        df::workflow<Start>(df::node<"told">([](const Told& t) { return Answer{t.number}; }),
                            df::wire<"input.text", "told.label">);
    const auto of_function = thrown<df::invalid_value>([&] { (void)db.run(no_number, Start{}); });
    EXPECT_EQ(of_function.node(), "told (function)");
    EXPECT_EQ(of_function.model(), "Told");
    EXPECT_EQ(of_function.field(), "number");
    EXPECT_TRUE(has(of_function.what(), "a required field is filled by nothing")) << of_function.what();
    EXPECT_EQ(db.run(df::count<Pair>()), 1);
}

// --- names and enumerations
// ------------------------------------------------------------------------------------

TEST_P(Models, NamesWithDollarsAndLettersOfAllAlphabetsAreWhole) {
    df::database<Straße$> db{url()};
    df::database<Straße$> again{url()};
    const auto one = db.run(df::create(Straße${.$x = 1,
                                               .a$b = 2,
                                               .größe = "g",
                                               .wie = größen::gro\u00DF,
                                               .été = 3,
                                               .innen = Inner{.$x = 4, .été = 5}}));
    EXPECT_EQ(db.run(df::create<Straße$>(field<&Straße$::größe> = "h", field<&Straße$::$x> = 2,
                                         field<&Straße$::innen> = Inner{}))
                  .x,
              7);
    const auto found = db.run(df::list<Straße$>().where(
        field<&Straße$::$x> == 1 && field<&Straße$::a$b> == 2 && field<&Straße$::été> == 3 &&
        field<&Straße$::wie> == größen::gro\u00DF && field<&Straße$::innen>.at<&Inner::$x> == 4 &&
        field<&Straße$::innen>.at<&Inner::été> == 5 && field<&Straße$::$> == 2));
    ASSERT_EQ(found.records.size(), 1U);
    EXPECT_EQ(found.records[0].id, one.id);
    EXPECT_EQ(thrown<df::unique_violation>([&] { db.run(df::create(Straße${.$x = 1})); }).field(), "$x");
    EXPECT_EQ(
        thrown<df::check_violation>([&] { db.run(df::create(Straße${.$x = 9, .ende$ = 0})); }).constraint(),
        "x$");
    if (GetParam() == support::backend::sqlite_memory) return;
    auto sql = plain();
    EXPECT_EQ(
        sql.value(
            R"(SELECT "wie" FROM "straße$s" WHERE "$x" = 1 AND "x" = 7 AND "a$b" = 2 AND "a" = 0 AND "ende$" = 1 AND "$" = 2 AND "größe" = 'g' AND "été" = 3)"),
        "groß");
}

TEST_P(Models, EnumerationsOfAnyNumbersAreStoredByName) {
    df::database<Page> db{url()};
    const auto one = db.run(df::create(Page{
        .before = http::missing, .way = change::up, .all = {http::missing, http::ok}, .needed = http::ok}));
    const auto two = db.run(
        df::create<Page>(field<&Page::all> = std::vector<http>{}, field<&Page::needed> = http::missing));
    EXPECT_EQ(two.status, http::ok);
    EXPECT_EQ(two.way, change::down);
    EXPECT_EQ(db.run(df::read<Page>(one.id)).before, http::missing);
    EXPECT_EQ(db.run(df::read<Page>(one.id)).all, (std::vector{http::missing, http::ok}));
    EXPECT_EQ(db.run(df::count<Page>().where(field<&Page::may> == rights::both &&
                                             field<&Page::way> == change::down)),
              1);
    const auto refused = [&](const Page& p) {
        return thrown<df::invalid_value>([&] { (void)db.run(df::create(p)); }).field();
    };
    EXPECT_EQ(refused(Page{.status = http::late, .needed = http::ok}), "status");
    EXPECT_EQ(refused(Page{.may = static_cast<rights>(5), .needed = http::ok}), "may");
    EXPECT_EQ(refused(Page{}), "needed");
    EXPECT_EQ(refused(Page{.all = {http::ok, http::late}, .needed = http::ok}), "all[1]");
    EXPECT_EQ(db.run(df::count<Page>()), 2);
    const auto stray = thrown<df::invalid_value>([&] { df::database<Stray> none{url()}; });
    EXPECT_EQ(stray.node(), "open");
    EXPECT_EQ(stray.model(), "Stray");
    EXPECT_EQ(stray.field(), "status");
}

} // namespace
