// A shop: customers, products with prices, tags and specifications, orders, reviews, and the reports that its
// owner wants, on the database that DATABASE_URL names. docs/store.md walks through it.
#include <dataflow/dataflow.hpp>
#include <dataflow/dynamic.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/json.hpp>
#include <dataflow/search.hpp>
#include <dataflow/sql.hpp>
#include <dataflow/windows.hpp>

#include <cinttypes>
#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace df = dataflow;
using df::field;
using namespace df::literals;

// --- the tables ------------------------------------------------------------------------------------

struct Customer {
    df::id<Customer> id{};
    std::string name;
    std::string email;

    static constexpr auto dataflow = df::options{.unique = df::unique({"email"})};
};

struct Specs {
    int watts{};
    std::string color;
    std::optional<std::string> socket{};
};

struct Product {
    df::id<Product, std::string> sku; // a key of our own
    std::string name;
    df::decimal<10, 2> price{};
    int stock = 0;
    std::vector<std::string> tags{};
    df::json<Specs> specs{};

    static constexpr auto dataflow =
        df::options{.key = df::key("sku"),
                    .checks = df::checks(df::check("price_is_not_negative", df::column("price") >= 0))};
};

struct Order {
    df::id<Order> id{};
    df::id<Customer> customer_id{};
    df::timestamp placed;
};

struct Item {
    df::id<Order> order_id{};
    df::id<Product, std::string> sku;
    int quantity = 1;
    df::decimal<10, 2> price{}; // what it was then

    static constexpr auto dataflow = df::options{
        .key = df::key("order_id", "sku"),
        .foreign_keys = df::foreign_keys(df::foreign_key_rule{"order_id", df::on_delete::cascade})};
};

struct Review {
    df::id<Review> id{};
    df::id<Product, std::string> sku;
    df::id<Customer> customer_id{};
    int stars{};
    std::string text;

    static constexpr auto dataflow =
        df::options{.unique = df::unique({"sku", "customer_id"}),
                    .checks = df::checks(
                        df::check("one_to_five_stars", df::column("stars") >= 1 && df::column("stars") <= 5)),
                    .full_text = df::full_text({"text"})};
};

using database = df::database<Customer, Product, Order, Item, Review>;
using who = df::id<Customer>;
using bill = df::id<Order>;
using code = df::id<Product, std::string>;
using money = df::decimal<18, 2>;

// --- what is in the shop ---------------------------------------------------------------------------

df::timestamp at(std::string_view time) { return df::parse_timestamp(time).value(); }

/// All or nothing; a shop that is filled stays as it is.
void fill(database& db) {
    if (db.run(df::count<Product>()) != 0) return;
    const std::vector<Customer> customers{{who{1}, "Ada", "ada@example.org"},
                                          {who{2}, "Ben", "ben@example.org"},
                                          {who{3}, "Chloe", "chloe@example.org"},
                                          {who{4}, "Dan", "dan@example.org"},
                                          {who{5}, "Eve", "eve@example.org"}};
    const std::vector<Product> products{
        {code{"L-1"}, "Desk lamp", "39.90"_dec, 12, {"light", "office"}, Specs{9, "black", "E14"}},
        {code{"L-2"}, "Floor lamp", "119.00"_dec, 3, {"light"}, Specs{20, "brass", "E27"}},
        {code{"L-3"}, "Bulb", "4.95"_dec, 200, {"light", "spare"}, Specs{9, "white", "E27"}},
        {code{"K-1"}, "Kettle", "54.50"_dec, 7, {"kitchen"}, Specs{2200, "steel", {}}},
        {code{"K-2"}, "Toaster", "29.99"_dec, 0, {"kitchen", "sale"}, Specs{850, "black", {}}},
        {code{"F-1"}, "Fan, 100% quiet", "79.00"_dec, 5, {"office", "sale"}, Specs{35, "white", {}}}};
    const std::vector<Order> orders{{bill{1}, who{1}, at("2024-01-05T10:00Z")},
                                    {bill{2}, who{2}, at("2024-01-31T23:59:59.999999Z")},
                                    {bill{3}, who{1}, at("2024-02-01T00:00Z")},
                                    {bill{4}, who{3}, at("2024-02-14T18:30Z")},
                                    {bill{5}, who{2}, at("2024-02-29T12:00Z")},
                                    {bill{6}, who{1}, at("2024-03-03T08:15Z")}};
    const std::vector<Item> items{{bill{1}, code{"L-1"}, 1, "39.90"_dec},
                                  {bill{1}, code{"L-3"}, 4, "4.95"_dec},
                                  {bill{2}, code{"K-1"}, 1, "49.50"_dec},
                                  {bill{2}, code{"L-3"}, 2, "4.95"_dec},
                                  {bill{3}, code{"L-2"}, 1, "119.00"_dec},
                                  {bill{3}, code{"L-3"}, 3, "4.45"_dec},
                                  {bill{4}, code{"K-2"}, 2, "29.99"_dec},
                                  {bill{4}, code{"F-1"}, 1, "79.00"_dec},
                                  {bill{5}, code{"L-1"}, 3, "37.90"_dec},
                                  {bill{6}, code{"K-1"}, 2, "54.50"_dec},
                                  {bill{6}, code{"L-3"}, 10, "4.95"_dec}};
    const std::vector<Review> reviews{{{}, code{"L-1"}, who{1}, 5, "Bright, and small enough"},
                                      {{}, code{"L-1"}, who{2}, 4, "Good"},
                                      {{}, code{"L-3"}, who{1}, 3, "It glows"},
                                      {{}, code{"L-3"}, who{2}, 4, "Bright for 9 watts"},
                                      {{}, code{"L-3"}, who{4}, 3, "Not dimmable"},
                                      {{}, code{"K-2"}, who{3}, 1, "Too BRIGHT a lever, burns"},
                                      {{}, code{"F-1"}, who{3}, 5, "Quiet"}};
    db.transaction([&](auto& tx) {
        tx.run(df::bulk_create(customers));
        tx.run(df::bulk_create(products));
        tx.run(df::bulk_create(orders));
        tx.run(df::bulk_create(items));
        tx.run(df::bulk_create(reviews));
    });
}

// --- the reports -----------------------------------------------------------------------------------

void heading(const char* title) { std::printf("\n== %s\n", title); }
std::string day(df::timestamp time) { return df::iso8601(time).value().substr(0, 10); }

struct Sale {
    df::timestamp month;
    std::string product;
    std::int64_t sold{};
    money total{};
};

void best_sellers(database& db) {
    heading("best sellers by month");
    const auto sales =
        db.run(df::aggregate<Item>()
                   .join<&Item::order_id>()
                   .join<&Item::sku>()
                   .group_by(df::truncate<df::unit::month>(field<&Order::placed>).as<"month">(),
                             field<&Product::name>.as<"product">())
                   .select<Sale>(df::sum(field<&Item::quantity>).as<"sold">(),
                                 df::sum(field<&Item::price> * field<&Item::quantity>).as<"total">())
                   .order_by(df::item<"month">, df::desc(df::item<"total">), df::item<"product">));
    for (const auto& s : sales)
        std::printf("  %.7s  %-16s %3" PRId64 "  %8s\n",
                    day(s.month).c_str(),
                    s.product.c_str(),
                    s.sold,
                    s.total.str().c_str());
}

void without_orders(database& db) {
    heading("customers without an order, and those who bought a lamp");
    const auto order_of_customer = field<&Order::customer_id> == field<&Customer::id>;
    for (const auto& c :
         db.run(df::list<Customer>().where(!df::exists(df::list<Order>().where(order_of_customer)))).records)
        std::printf("  none  %s <%s>\n", c.name.c_str(), c.email.c_str());
    const auto lamp = df::list<Item>().join<&Item::order_id>().join<&Item::sku>().where(
        order_of_customer && field<&Product::name>.ends_with("lamp"));
    for (const auto& c : db.run(df::list<Customer>().where(df::exists(lamp))).records)
        std::printf("  lamp  %s <%s>\n", c.name.c_str(), c.email.c_str());
}

struct Line {
    df::id<Order> order;
    std::string customer, product;
    int quantity{};
    money amount{};
};

void order_lines(database& db) {
    heading("order lines of 50 or more");
    const auto amount = field<&Item::price> * field<&Item::quantity>;
    const auto lines = db.run(df::select<Line>(field<&Order::id>.as<"order">(),
                                               field<&Customer::name>.as<"customer">(),
                                               field<&Product::name>.as<"product">(),
                                               field<&Item::quantity>,
                                               amount.as<"amount">())
                                  .from<Item>()
                                  .join<&Item::order_id>()
                                  .join<&Order::customer_id>()
                                  .join<&Item::sku>()
                                  .where(amount >= 50)
                                  .order_by(field<&Order::id>, field<&Product::name>));
    for (const auto& l : lines)
        std::printf("  order %" PRId64 "  %-6s %2d x %-16s %8s\n",
                    l.order.value,
                    l.customer.c_str(),
                    l.quantity,
                    l.product.c_str(),
                    l.amount.str().c_str());
}

void ratings(database& db) {
    heading("average rating, from two reviews on");
    const auto rated =
        db.run(df::aggregate<Review>()
                   .join<&Review::sku>()
                   .group_by(field<&Product::name>)
                   .select(df::avg(field<&Review::stars>).as<"stars">(), df::count().as<"reviews">())
                   .having(df::count() >= 2)
                   .order_by(df::desc(df::item<"stars">), field<&Product::name>));
    for (const auto& r : rated)
        std::printf("  %-16s %.2f of %" PRId64 "\n", r["name"_n].c_str(), r["stars"_n], r["reviews"_n]);
}

struct Running {
    df::id<Order> id{};
    df::timestamp placed;
    money amount{}, total{};
};

void running_totals(database& db) {
    heading("running totals of 2024's first quarter");
    const auto amount = df::sum(field<&Item::price> * field<&Item::quantity>);
    const auto in_time = df::order_by(field<&Order::placed>, field<&Order::id>);
    const auto rows =
        db.run(df::aggregate<Item>()
                   .join<&Item::order_id>()
                   .where(field<&Order::placed> < at("2024-04-01T00:00Z"))
                   .group_by(field<&Order::id>, field<&Order::placed>)
                   .select<Running>(amount.as<"amount">(), df::sum(amount).over(in_time).as<"total">())
                   .order_by(field<&Order::placed>, field<&Order::id>));
    for (const auto& r : rows)
        std::printf("  %s  order %" PRId64 "  %8s  %8s\n",
                    day(r.placed).c_str(),
                    r.id.value,
                    r.amount.str().c_str(),
                    r.total.str().c_str());
}

struct Greatest {
    std::string name;
    std::int64_t id{};
    money total{};
};

void greatest_orders(database& db) {
    heading("the greatest order of each customer");
    const auto best = db.run(
        df::sql<"select name, id, total from ("
                "  select c.name, o.id, sum(i.price * i.quantity) as total, "
                "    row_number() over (partition by c.id "
                "      order by sum(i.price * i.quantity) desc, o.id) as place "
                "  from customers c join orders o on o.customer_id = c.id join items i on i.order_id = o.id "
                "  where o.placed < {} group by c.id, c.name, o.id) ranked "
                "where place = 1 order by name",
                Greatest>(at("2024-04-01T00:00Z")));
    for (const auto& b : best)
        std::printf("  %-6s order %" PRId64 "  %8s\n", b.name.c_str(), b.id, b.total.str().c_str());
}

void searches(database& db) {
    heading("reviews that say \"bright\"");
    for (const auto& [review, product] : db.run(df::list<Review>()
                                                    .join<&Review::sku>()
                                                    .where(df::search<Review>("bright"))
                                                    .order_by(field<&Review::id>)))
        std::printf("  %s: %s\n", product.name.c_str(), review.text.c_str());

    heading("lights for E27 of at most 10 watts, and what is on sale in black");
    constexpr auto& specs = field<&Product::specs>;
    const auto wanted = df::list<Product>().where(
        (field<&Product::tags>.contains("light") && specs.at<&Specs::socket> == "E27" &&
         specs.at<&Specs::watts> <= 10) ||
        (field<&Product::tags>.contains("sale") && specs.at<&Specs::color> == "black"));
    for (const auto& p : db.run(wanted.order_by(field<&Product::name>)).records)
        std::printf("  %-16s %5d watts  %s\n", p.name.c_str(), p.specs->watts, p.specs->color.c_str());

    heading("a list that a client asks for");
    const auto asked = df::list_from_json<Product>(
        R"({"filter": {"stock": {"$gt": 0}, "price": {"$gte": 39.90},
                       "$or": [{"name": {"$ilike": "%LAMP"}}, {"name": {"$contains": "100%"}}]},
            "order_by": ["-stock", "name"], "limit": 500, "total": true})",
        field<&Product::name>,
        field<&Product::price>,
        field<&Product::stock>);
    const auto page = db.run(asked.at_most(2));
    for (const auto& p : page.records)
        std::printf("  %-16s %8s  %3d in stock\n", p.name.c_str(), p.price.str().c_str(), p.stock);
    std::printf("  %zu of %" PRId64 "\n", page.records.size(), page.total.value());
}

int main() {
    try {
        database db;
        fill(db);
        best_sellers(db);
        without_orders(db);
        order_lines(db);
        ratings(db);
        running_totals(db);
        greatest_orders(db);
        searches(db);
    } catch (const std::exception& e) {
        std::fprintf(stderr, "store: %s\n", e.what());
        return 1;
    }
}
