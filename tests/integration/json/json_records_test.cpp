// Records, ids and bytes as JSON, both ways; JSON that is built in the program.
#include "support/fixture.hpp"

#include <dataflow/json.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace {

namespace df = dataflow;
using df::field;
using namespace df::literals;

struct Land {
    df::id<Land, std::string> id{};
    std::string name;
};
struct Owner { // its key is the library's
    std::string name;
};
enum class color { red, green };
struct Part {
    df::id<Part, df::uuid> id{};
    df::id<Owner> owner_id{};
    std::optional<df::id<Land, std::string>> land_id{};
    std::string name;
    df::decimal<10, 2> price{};
    std::optional<double> weight{};
    df::bytes raw{};
    df::timestamp made{};
    df::date day{std::chrono::year{2020}, std::chrono::month{2}, std::chrono::day{29}};
    color shade = color::green;
    std::vector<int> sizes{};
    df::json_value extra{};
    df::json<std::vector<df::id<Owner>>> others{};
    std::chrono::seconds lasts{};

    friend bool operator==(const Part&, const Part&) = default;
};

class JsonRecords : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(JsonRecords);

TEST_P(JsonRecords, GoOutAndComeBack) {
    using namespace std::chrono;
    df::database<Land, Owner, Part> db{url()};
    const auto owner = db.run(df::create(Owner{"Al"}));
    db.run(df::create(Land{df::id<Land, std::string>{"DE"}, "Germany"}));
    std::vector<Part> rows(3);
    for (auto& r : rows) r.owner_id = owner.id;
    rows[0].land_id = df::id<Land, std::string>{"DE"};
    rows[0].name = "with \"quotes\" and \xC3\xA4";
    rows[0].price = "-12.50"_dec;
    rows[0].weight = 0.1;
    for (int i = 0; i < 256; ++i) rows[0].raw.push_back(static_cast<std::byte>(i));
    rows[0].made = sys_days{2001y / 2 / 3} + 4us;
    rows[0].sizes = {1, -2, 3};
    rows[0].extra = df::json_object({{"n", 1}, {"list", df::json_array(true, nullptr, "x", 2.5)}});
    rows[0].others = std::vector{owner.id};
    rows[0].lasts = 90s;
    rows[1].raw = {std::byte{255}};
    rows[2].raw = {std::byte{1}, std::byte{2}};
    db.run(df::bulk_create(rows));
    const auto all = db.run(df::list<Part>().order_by(field<&Part::name>)).records;

    EXPECT_EQ(db.run(df::count<Part>().where(field<&Part::others>.item<0> == owner.id)), 1);
    EXPECT_EQ(
        db.run(df::select(field<&Part::others>.item<0>).where(field<&Part::others>.item<0>.exists())).at(0),
        owner.id);

    // A record has all its columns, managed ones included; a list of them is an array.
    const auto text = df::to_json(all);
    const auto back = df::from_json<std::vector<df::record<Part>>>(text);
    ASSERT_EQ(back.size(), all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(static_cast<const Part&>(back[i]), static_cast<const Part&>(all[i]))
            << df::to_json(back[i]);
        EXPECT_EQ(back[i].created_at, all[i].created_at);
        EXPECT_EQ(back[i].updated_at, all[i].updated_at);
    }
    // As the struct without them, which passes over what it does not know.
    const auto plain = df::from_json<std::vector<Part>>(text);
    EXPECT_EQ(plain[1], static_cast<const Part&>(all[1]));
    EXPECT_EQ(df::from_json<Part>(df::to_json(plain[2])), plain[2]);
    EXPECT_EQ(df::from_json<std::optional<df::record<Part>>>(df::to_json(all[0]))->id, all[0].id);
    EXPECT_EQ(df::from_json<std::optional<df::record<Part>>>("null").has_value(), false);

    // The library's own key
    const auto owners = df::to_json(db.run(df::list<Owner>()).records);
    EXPECT_TRUE(owners.starts_with(R"([{"name":"Al","id":1,"created_at":")")) << owners;
    EXPECT_EQ(df::from_json<std::vector<df::record<Owner>>>(owners).at(0).id, owner.id);

    // into another database, with keys and times
    const auto there = another();
    df::database<Land, Owner, Part> copy{there->url()};
    copy.run(df::bulk_create(df::from_json<std::vector<df::record<Owner>>>(owners)).with_times());
    copy.run(df::bulk_create(
        df::from_json<std::vector<df::record<Land>>>(df::to_json(db.run(df::list<Land>()).records))));
    copy.run(df::bulk_create(back).with_times());
    EXPECT_EQ(df::to_json(copy.run(df::list<Part>().order_by(field<&Part::name>)).records), text);
}

TEST_P(JsonRecords, IdsAreWhatTheyHold) {
    df::database<Land, Owner, Part> db{url()};
    EXPECT_EQ(df::to_json(df::id<Owner>{7}), "7");
    EXPECT_EQ(df::from_json<df::id<Owner>>("7").value, 7);
    EXPECT_EQ(df::to_json(df::id<Land, std::string>{"D\"E"}), R"("D\"E")");
    EXPECT_EQ((df::from_json<df::id<Land, std::string>>(R"("DE")").value), "DE");
    const auto key = df::id<Part, df::uuid>{df::random_uuid()};
    EXPECT_EQ((df::from_json<df::id<Part, df::uuid>>(df::to_json(key))), key);
    EXPECT_EQ(df::to_json(df::bytes{std::byte{'M'}, std::byte{'a'}}), R"("TWE=")");
    EXPECT_EQ(df::from_json<df::bytes>(R"("TWFu")"),
              (df::bytes{std::byte{'M'}, std::byte{'a'}, std::byte{'n'}}));
    for (const char* bad : {R"("7")", "7.5", "true", "null", "9223372036854775808"})
        EXPECT_THROW((void)df::from_json<df::id<Owner>>(bad), df::invalid_value) << bad;
    for (const char* bad : {R"("TWE")", R"("TW=E")", R"("TWF=")", R"("T E=")", "[77]"})
        EXPECT_THROW((void)df::from_json<df::bytes>(bad), df::invalid_value) << bad;
    const auto e = support::thrown<df::invalid_value>([] {
        (void)df::from_json<std::vector<df::record<Part>>>(R"([{"owner_id": 1}, {"owner_id": "x"}])");
    });
    EXPECT_EQ(e.field(), "[1].owner_id");
}

TEST_P(JsonRecords, JsonIsBuiltWithoutText) {
    df::database<Land, Owner, Part> db{url()};
    const auto v =
        df::json_object({{"name", "Al"},
                         {"age", 30},
                         {"height", 1.75},
                         {"tags", df::json_array("new", 7, df::json_array())},
                         {"address", df::json_object({{"city", std::string{"Bonn"}}, {"zip", nullptr}})},
                         {"name", "Bo"}});
    EXPECT_EQ(
        v,
        df::from_json<df::json_value>(
            R"({"name": "Bo", "age": 30, "height": 1.75, "tags": ["new", 7, []], "address": {"city": "Bonn", "zip": null}})"));
    EXPECT_EQ(df::to_json(df::json_object({})), "{}");
    EXPECT_EQ(df::to_json(df::json_array()), "[]");
    EXPECT_EQ(df::to_json(df::json_array(df::json_array(1))), "[[1]]");
    EXPECT_NE(df::json_value{(std::int64_t{1} << 53) + 1}, df::json_value{9007199254740992.0});
    EXPECT_EQ(df::json_value{5}, df::json_value{5.0});
    const auto owner = db.run(df::create(Owner{"Al"}));
    const auto made = db.run(df::create(Part{.owner_id = owner.id, .name = "x", .extra = v}));
    EXPECT_EQ(db.run(df::read<Part>(made.id)).extra, v);
    EXPECT_EQ(db.run(df::count<Part>().where(
                  field<&Part::extra>.key<"address">.key<"city">.as<std::string>() == "Bonn")),
              1);
    EXPECT_EQ(
        db.run(df::count<Part>().where(field<&Part::extra>.key<"tags">.item<1>.as<std::int64_t>() == 7)), 1);
}

// What nodes return goes out as it is: checked by hand, and by reading it back.
TEST_P(JsonRecords, ResultsOfNodes) {
    df::database<Land, Owner, Part> db{url()};
    const auto first = db.run(df::create(Owner{"Al"}));
    const auto second = db.run(df::create(Owner{"Bo"}));
    db.run(df::create(Part{.owner_id = second.id, .name = "b1"}));
    db.run(df::create(Part{.owner_id = second.id, .name = "b2", .weight = 2.5}));
    const auto time = [](df::timestamp t) { return '"' + df::iso8601(t).value() + '"'; };

    const auto owners = df::list<Owner>().order_by(field<&Owner::name>).limit(1).with_total();
    const auto page = db.run(owners);
    const auto text = df::to_json(page);
    EXPECT_EQ(text, R"({"records":[{"name":"Al","id":)" + std::to_string(first.id.value) +
                        R"(,"created_at":)" + time(first.created_at) + R"(,"updated_at":)" +
                        time(first.updated_at) + R"(}],"total":2,"next":")" + page.next.value().text() +
                        R"("})");
    const auto back = df::from_json<df::page<Owner>>(text);
    EXPECT_EQ(db.run(owners.after(back.next.value())).records.at(0).name, "Bo");
    EXPECT_TRUE(df::to_json(db.run(df::list<Owner>())).ends_with(R"("total":null,"next":null})"));
    EXPECT_THROW((void)df::from_json<df::page<Owner>>(R"({"records": [], "next": "?"})"), df::invalid_value);

    const auto families =
        db.run(df::list<Owner>().order_by(field<&Owner::name>).with_children<&Part::owner_id>());
    const auto all =
        df::from_json<std::vector<df::with_children<Owner, Part>>>(df::to_json(families.records));
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].id, first.id);
    EXPECT_TRUE(all[0].children.empty());
    ASSERT_EQ(all[1].children.size(), 2U);
    EXPECT_EQ(static_cast<const Part&>(all[1].children[1]),
              static_cast<const Part&>(families[1].children[1]));
    EXPECT_TRUE(df::to_json(families).starts_with(R"({"records":[{"name":"Al","id":)"));

    const auto rows = db.run(df::select(field<&Part::name>, field<&Part::weight>, field<&Part::shade>)
                                 .order_by(field<&Part::name>));
    const std::string expected =
        R"([{"name":"b1","weight":null,"shade":"green"},{"name":"b2","weight":2.5,"shade":"green"}])";
    EXPECT_EQ(df::to_json(rows), expected);
    EXPECT_EQ(df::from_json<std::remove_const_t<decltype(rows)>>(expected).at(1)["weight"_n], 2.5);
    EXPECT_EQ(df::to_json(db.run(
                  df::aggregate<Part>().group_by(field<&Part::shade>).select(df::count().as<"parts">()))),
              R"([{"shade":"green","parts":2}])");
    EXPECT_TRUE(df::to_json(db.run(df::upsert(Land{df::id<Land, std::string>{"DE"}, "Germany"})))
                    .ends_with(R"("created":true})"));
}

} // namespace
