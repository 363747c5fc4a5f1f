// dataflow/hana.hpp: models, records, rows with names, results of workflows and the models of a database for
// generic code that is written with Boost.Hana and knows nothing of the library.
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <dataflow/hana.hpp>

#include <boost/hana.hpp>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

// Not of the library's: adapted by Hana's own macro.
namespace other {
struct Point {
    double x{}, y{};
};
} // namespace other
BOOST_HANA_ADAPT_STRUCT(other::Point, y);

namespace kinds {
namespace df = dataflow;

struct Pair { // no model of a database of this file, but its fields are columns
    int first{};
    std::optional<std::string> second{};
};
struct Nested {
    Pair inner{};
};
struct Asked {
    Pair inner{};
    std::vector<Pair> all{};
};
struct Kept {
    int a{};
};
struct Compared { // its operator == overlooks what it does not know
    std::string name;
    friend bool operator==(const Compared&, const Compared&) = default;
};
struct Defined {
    BOOST_HANA_DEFINE_STRUCT(Defined, (int, a), (std::string, b));
};
struct Declared;
struct Bits {
    unsigned a : 3;
};
struct Array {
    int a[3];
};
struct Wide { // 26 fields
    int a{}, b{}, c{}, d{}, e{}, f{}, g{}, h{}, i{}, j{}, k{}, l{}, m{}, n{}, o{}, p{}, q{}, r{}, s{}, t{},
        u{}, v{}, w{}, x{}, y{}, z{};
};
} // namespace kinds

template <>
inline constexpr bool dataflow::hana_struct<kinds::Asked> = true;
template <>
inline constexpr bool dataflow::hana_struct<kinds::Kept> = false;

namespace {

namespace df = dataflow;
namespace hana = boost::hana;
using namespace df::literals; // "name"_s
using namespace shop;
using df::field;

template <class T>
constexpr bool is_struct = hana::Struct<T>::value;

static_assert(is_struct<Customer> && is_struct<Seat> && is_struct<Note> && is_struct<df::record<Customer>> &&
              is_struct<df::record<Note>>);
static_assert(is_struct<kinds::Pair> && is_struct<kinds::Asked> && is_struct<kinds::Wide> &&
              is_struct<kinds::Defined>);
static_assert(!is_struct<kinds::Nested> && !is_struct<kinds::Kept> && !is_struct<kinds::Declared> &&
              !is_struct<kinds::Bits> && !is_struct<kinds::Array>);
// Types of columns, of the library and of others are what they were.
static_assert(!is_struct<int> && !is_struct<void> && !is_struct<std::string> &&
              !is_struct<df::id<Customer>> && !is_struct<df::uuid> && !is_struct<df::timestamp> &&
              !is_struct<df::decimal<10, 2>> && !is_struct<std::optional<int>> &&
              !is_struct<std::array<int, 2>> && !is_struct<std::vector<Customer>> &&
              !is_struct<hana::tuple_tag> && !is_struct<df::page<Customer>>);

// Keys are Hana's strings; a record has its model's, then the managed ones.
template <class T, class... Key>
constexpr bool has_keys =
    std::is_same_v<decltype(hana::keys(std::declval<const T&>())), hana::tuple<std::remove_cvref_t<Key>...>>;
template <class T>
constexpr bool keys_of(auto... key) {
    return has_keys<T, decltype(key)...>;
}
static_assert(keys_of<Note>("body"_s, "stars"_s) &&
              keys_of<df::record<Airport>>("iata"_s, "city"_s, "flights"_s));
static_assert(keys_of<df::record<Note>>("body"_s, "stars"_s, "id"_s, "created_at"_s, "updated_at"_s));
static_assert(keys_of<df::record<Seat>>("flight"_s, "number"_s, "passenger"_s, "bags"_s, "created_at"_s,
                                        "updated_at"_s));
static_assert(keys_of<other::Point>("y"_s) && keys_of<kinds::Defined>("a"_s, "b"_s)); // the program's own way
static_assert(hana::value(hana::length(hana::accessors<kinds::Wide>())) == 26);

// In constant expressions, too.
constexpr kinds::Pair pair{4, {}};
static_assert(hana::at_key(pair, "first"_s) == 4 && hana::equal(pair, kinds::Pair{4, {}}) &&
              !hana::equal(pair, kinds::Pair{5, {}}));
static_assert(hana::unpack(hana::members(kinds::Wide{.c = 7, .z = 1}),
                           [](auto... each) { return (each + ...); }) == 8);

// The models of a database, of a transaction, and of their types.
static_assert(std::is_same_v<decltype(df::models_of<database>()),
                             hana::tuple<hana::type<Customer>, hana::type<Order>, hana::type<Airport>,
                                         hana::type<Seat>, hana::type<Note>, hana::type<Ticket>>>);
static_assert(df::models_of<const df::transaction<Note>&>() == hana::tuple_t<Note>);
static_assert(df::models_of<df::database<Customer, Order>>() ==
              hana::make_tuple(hana::type_c<Customer>, hana::type_c<Order>));
static_assert(df::model_name<Customer> == "Customer");

// What an accessor gives.
template <class Object, class Key>
using given = decltype(hana::at_key(std::declval<Object>(), std::declval<Key>()));
static_assert(std::is_same_v<given<Note&, decltype("stars"_s)>, int&> &&
              std::is_same_v<given<const Note&, decltype("stars"_s)>, const int&>);
static_assert(std::is_same_v<given<df::record<Note>&, decltype("body"_s)>, std::string&> &&
              std::is_same_v<given<const df::record<Note>&, decltype("id"_s)>, const df::id<Note>&>);
static_assert(std::is_same_v<given<Note, decltype("body"_s)>, std::string> &&
              std::is_same_v<given<df::record<Note>, decltype("id"_s)>, df::id<Note>>);

/// Generic code of somebody: the names of the fields in which two objects differ.
template <class T>
std::vector<std::string> changes(const T& before, const T& after) {
    std::vector<std::string> out;
    hana::for_each(hana::accessors<T>(), hana::fuse([&](auto name, auto get) {
                       if (!hana::equal(get(before), get(after))) out.emplace_back(name.c_str());
                   }));
    return out;
}
using names = std::vector<std::string>;

template <class T>
names names_of(const T& object) {
    names out;
    hana::for_each(hana::keys(object), [&](auto name) { out.emplace_back(name.c_str()); });
    return out;
}

TEST(hana, a_model_is_read_written_and_compared_by_its_fields) {
    Customer one{.name = "Al", .email = "al@x.org"};
    hana::at_key(one, "age"_s) = 31;
    EXPECT_EQ(one.age, 31);
    EXPECT_EQ(&hana::at_key(one, "name"_s), &one.name);
    EXPECT_EQ(*hana::find(one, "email"_s), "al@x.org");
    static_assert(decltype(hana::find(one, "phone"_s) == hana::nothing)::value);
    static_assert(hana::contains(one, "city"_s) && !hana::contains(one, "id2"_s));
    auto other = one;
    EXPECT_TRUE(hana::equal(one, other));
    EXPECT_EQ(changes(one, other), names{});
    other.city = "Rome";
    other.name = "Bo";
    EXPECT_FALSE(hana::equal(one, other));
    EXPECT_EQ(changes(one, other), (names{"name", "city"}));
    const auto map = hana::to_map(other);
    EXPECT_EQ(map["city"_s], "Rome");
    EXPECT_EQ(map["age"_s], 31);
    EXPECT_EQ(hana::unpack(hana::members(other), [](const auto&... each) { return sizeof...(each); }), 5U);
    EXPECT_EQ(hana::fold_left(hana::keys(one), 0, [](int n, auto) { return n + 1; }), 5);
    // the parts of an object that is about to end are moved out, one by one
    const auto parts = hana::members(Customer{.name = std::string(100, 'x'), .email = "e"});
    EXPECT_EQ(parts[hana::size_c<1>].size(), 100U);
    EXPECT_EQ(parts[hana::size_c<2>], "e");
    const auto moved = hana::to_map(Customer{.name = std::string(100, 'x'), .email = std::string(50, 'y')});
    EXPECT_EQ(moved["name"_s].size() + moved["email"_s].size(), 150U);
    EXPECT_EQ(names_of(kinds::Asked{}), (names{"inner", "all"}));
}

TEST(hana, records_are_equal_where_all_columns_are) {
    df::record<kinds::Compared> one{kinds::Compared{"x"}};
    auto other = one;
    EXPECT_TRUE(hana::equal(one, other));
    other.id = df::id<kinds::Compared>{7};
    EXPECT_TRUE(one == other); // the model's own, which knows of no id
    EXPECT_FALSE(hana::equal(one, other));
    EXPECT_TRUE(hana::not_equal(one, other));
    EXPECT_EQ(changes(one, other), names{"id"});
    EXPECT_EQ(hana::at_key(other, "id"_s).value, 7);
    hana::at_key(other, "name"_s) = "y";
    EXPECT_EQ(other.name, "y");
}

class HanaOnDatabases : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(HanaOnDatabases);

TEST_P(HanaOnDatabases, RecordsOfNodes) {
    database db{url()};
    const auto before = db.run(df::create(Note{.body = "first", .stars = 2}));
    const auto after = db.run(df::update<Note>(before.id, field<&Note::stars> = 3));
    const auto changed = changes(before, after);
    EXPECT_TRUE(changed == names{"stars"} || changed == (names{"stars", "updated_at"}));
    EXPECT_EQ(hana::at_key(after, "id"_s), before.id);
    EXPECT_EQ(hana::to_map(after)["created_at"_s], before.created_at);
    EXPECT_TRUE(hana::equal(after, *db.run(df::find<Note>(before.id))));
    // generic code fills a record, too
    auto copy = after;
    hana::for_each(hana::accessors<Note>(), hana::fuse([&](auto, auto get) { get(copy) = {}; }));
    EXPECT_EQ(copy.body, "");
    EXPECT_EQ(copy.id, before.id);
}

TEST_P(HanaOnDatabases, RowsWithNames) {
    database db{url()};
    for (int i = 0; i < 3; ++i) db.run(df::create(Note{.body = i < 2 ? "a" : "b", .stars = i}));
    const auto rows = db.run(df::aggregate<Note>()
                                 .group_by(field<&Note::body>)
                                 .select(df::count().as<"many">(), df::max(field<&Note::stars>).as<"most">())
                                 .order_by(field<&Note::body>));
    ASSERT_EQ(rows.size(), 2U);
    const auto row = rows[0];
    EXPECT_EQ(names_of(row), (names{"body", "many", "most"}));
    EXPECT_EQ(hana::at_key(row, "body"_s), "a");
    EXPECT_EQ(&hana::at_key(row, "body"_s), &row.get<"body">());
    EXPECT_EQ(hana::at_key(row, "many"_s), 2);
    EXPECT_EQ(*hana::find(row, "most"_s), 1);
    static_assert(hana::contains(row, "most"_s) && !hana::contains(row, "least"_s));
    EXPECT_EQ(changes(rows[0], rows[1]), (names{"body", "many", "most"}));
    EXPECT_TRUE(hana::equal(row, rows[0]));
    EXPECT_EQ(hana::to_map(rows[1])["many"_s], 1);
}

struct Started {
    std::string body;
};

TEST_P(HanaOnDatabases, ResultsOfWorkflows) {
    database db{url()};
    const auto flow = df::workflow<Started>(
        df::node<"note">(df::create<Note>()), df::node<"all">(df::list<Note>()),
        df::node<"twice">([](const df::record<Note>& n) { return kinds::Pair{n.stars * 2, n.body}; }),
        df::wire<"input.body", "note.body">, df::wire<"note", "twice">, df::after<"note", "all">);
    auto run = db.run(flow, Started{"hello"});
    EXPECT_EQ(names_of(run), (names{"note", "all", "twice"}));
    EXPECT_EQ(&hana::at_key(run, "note"_s), &run.get<"note">());
    EXPECT_EQ(hana::at_key(hana::at_key(run, "note"_s), "body"_s), "hello");
    static_assert(hana::contains(run, "all"_s) && !hana::contains(run, "none"_s));
    EXPECT_EQ((*hana::find(run, "twice"_s)).second, "hello");
    hana::at_key(run, "twice"_s).first = 9;
    EXPECT_EQ(hana::to_map(run)["twice"_s].first, 9);
    // of a run that is about to end, the output itself
    const auto note = hana::at_key(db.run(flow, Started{std::string(100, 'x')}), "note"_s);
    EXPECT_EQ(note.body.size(), 100U);
}

TEST_P(HanaOnDatabases, RecordsWithChildren) {
    database db{url()};
    const auto owner = db.run(df::create(customer(1)));
    db.run(df::create(Order{.customer_id = owner.id, .total = 2.5}));
    const auto page = db.run(df::list<Customer>().with_children<&Order::customer_id>());
    EXPECT_EQ(names_of(page.records.at(0)),
              (names{"id", "name", "email", "age", "city", "created_at", "updated_at", "children"}));
    EXPECT_EQ(hana::at_key(hana::at_key(page.records.at(0), "children"_s).at(0), "total"_s), 2.5);
}

TEST_P(HanaOnDatabases, EveryModelOfADatabase) {
    database db{url()};
    db.run(df::create(Note{.body = "n"}));
    std::map<std::string, std::int64_t> counts;
    const auto count = [&](auto& on) {
        hana::for_each(df::models_of(on), [&](auto model) {
            using M = typename decltype(model)::type;
            counts[std::string(df::model_name<M>)] += on.run(df::count<M>());
        });
    };
    count(db);
    db.transaction([&](auto& tx) { count(tx); });
    EXPECT_EQ(counts,
              (std::map<std::string, std::int64_t>{
                  {"Airport", 0}, {"Customer", 0}, {"Note", 2}, {"Order", 0}, {"Seat", 0}, {"Ticket", 0}}));
}

} // namespace
