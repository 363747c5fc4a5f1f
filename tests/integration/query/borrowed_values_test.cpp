// What expressions are made of may be gone when they run. To be run under the address sanitizer, too.
#include "support/fixture.hpp"
#include "support/models.hpp"

#include <dataflow/functions.hpp>
#include <dataflow/sql.hpp>
#include <dataflow/windows.hpp>

#include <array>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace shop;
using df::field;
using support::has;
using support::thrown;

class BorrowedValues : public support::database_test {};
DATAFLOW_ON_ALL_DATABASES(BorrowedValues);

constexpr auto& name = field<&Customer::name>;
constexpr auto& city = field<&Customer::city>;

/// A text in memory of its own, which is written over before it is given back.
class passing {
  public:
    explicit passing(std::string_view text) : size_(text.size()), memory_(new char[text.size() + 1]) {
        std::memcpy(memory_.get(), text.data(), size_);
        memory_[size_] = '\0';
    }
    ~passing() { std::memset(memory_.get(), '?', size_); }
    passing(const passing&) = delete;
    passing& operator=(const passing&) = delete;

    [[nodiscard]] std::string_view view() const { return {memory_.get(), size_}; }
    [[nodiscard]] const char* c_str() const { return memory_.get(); }
    [[nodiscard]] char* buffer() { return memory_.get(); }

  private:
    std::size_t size_;
    std::unique_ptr<char[]> memory_;
};

const std::string short_name = "Al", long_name(60, 'L');

/// Makes a predicate of a passing text, as a view, a C string, a buffer and an optional; each is run when the
/// text is gone.
template <class Make>
void expect_found(database& db, const std::string& text, const Make& make, std::int64_t count) {
    const auto run = [&](auto what) {
        EXPECT_EQ(db.run(df::count<Customer>().where(what)), count) << text.size();
    };
    run([&] { return make(passing{text}.view()); }());
    run([&] { return make(passing{text}.c_str()); }());
    run([&] { return make(std::optional<std::string_view>{passing{text}.view()}.value()); }());
    run([&] {
        char buffer[64]{};
        std::memcpy(buffer, text.data(), text.size());
        auto out = make(buffer);
        std::memset(buffer, '?', sizeof buffer);
        return out;
    }());
    const auto first = make(passing{text}.view());
    auto copied = first;
    auto moved = std::move(copied);
    run(moved);
}

TEST_P(BorrowedValues, ExpressionsKeepTheirTexts) {
    database db{url()};
    for (int i = 0; i < 4; ++i) {
        auto c = customer(i, i % 2 == 0 ? short_name : long_name);
        c.city = c.name;
        db.run(df::create(c));
    }
    for (const auto& text : {short_name, long_name}) {
        const auto found = [&](const auto& make, std::int64_t n = 2) { expect_found(db, text, make, n); };
        found([](auto&& t) { return name == t; });
        found([](auto&& t) { return t == name; });
        found([](auto&& t) { return name != t; });
        found([](auto&& t) { return city == t; });
        found([](auto&& t) { return city == std::optional<std::string_view>{t}; });
        found([](auto&& t) { return name.between(t, t); });
        found([](auto&& t) { return name.like(t); });
        found([](auto&& t) { return name.ilike(t); });
        found([](auto&& t) { return name.contains(t); });
        found([](auto&& t) { return name.starts_with(t); });
        found([](auto&& t) { return name.ends_with(t); });
        found([](auto&& t) { return name.matches(t); });
        found([](auto&& t) { return name.in({std::string_view{t}}); });
        found([](auto&& t) {
            return name.in(
                std::vector<const char*>{std::string_view{t}.size() < 10 ? "Al" : long_name.c_str()});
        });
        found([](auto&& t) { return df::if_set(true, name == t); });
        found([](auto&& t) {
            return df::if_set(std::optional<std::string_view>{t}, [](auto& v) { return name == v; });
        });
        found([](auto&& t) { return !(name == t && name.contains(t)); });
        found([](auto&& t) { return df::coalesce(city, t) == t; });
        found([](auto&& t) { return df::replace(name, t, "x") == "x"; });
        found([](auto&& t) { return df::case_when(name == t, t).otherwise("none") == t; });
        found([](auto&& t) {
            return df::exists(df::list<Customer>(df::as<"o">)
                                  .where(df::of<"o">(name) == t &&
                                         df::of<"o">(field<&Customer::id>) == field<&Customer::id>));
        });
    }
}

TEST_P(BorrowedValues, NodesKeepTheirTexts) {
    database db{url()};
    for (const auto& text : {std::string{"Al"}, long_name}) {
        const auto mail = "mail of " + text;
        const auto create = [&] {
            return df::create<Customer>(name = passing{text}.view(),
                                        field<&Customer::email> = passing{mail}.c_str(),
                                        city = std::optional<std::string_view>{passing{text}.view()});
        }();
        const auto made = db.run(create);
        EXPECT_EQ(made.name, text);
        EXPECT_EQ(made.email, mail);
        EXPECT_EQ(made.city, text);
        EXPECT_EQ(
            db.run([&] { return df::update<Customer>(made.id, name = passing{text + "!"}.c_str()); }()).name,
            text + "!");
        EXPECT_EQ(db.run([&] {
                        return df::bulk_update<Customer>(name == passing{text + "!"}.view(),
                                                         city = passing{mail}.view());
                    }())
                      .updated,
                  1);
        EXPECT_EQ(db.run(df::read<Customer>(made.id)).city, mail);
        db.run([&] {
            return df::create<Airport>(field<&Airport::iata> =
                                           df::id<Airport, std::string>{passing{text}.c_str()},
                                       field<&Airport::city> = passing{text}.view());
        }());
        EXPECT_EQ(db.run([&] { return df::read<Airport>(passing{text}.c_str()); }()).city, text);
        EXPECT_EQ(db.run([&] {
            return df::sql<"select name from customers where name = {} or name in {}", std::string>(
                passing{text + "!"}.view(), std::vector<std::string_view>{passing{text}.view()});
        }()),
                  std::vector<std::string>{text + "!"});
        EXPECT_EQ(db.run([&] {
            return df::select(df::lag<1>(name, passing{text}.view()).over(df::order_by(field<&Customer::id>)))
                .limit(1);
        }())[0],
                  text);
        struct Said {
            std::string text;
        };
        const auto flow = [&] {
            char buffer[64]{};
            std::memcpy(buffer, text.data(), text.size());
            auto out = df::workflow(df::node<"say">([](const Said& s) { return s; }),
                                    df::constant<"say.text">(buffer));
            std::memset(buffer, '?', sizeof buffer);
            return out;
        }();
        using namespace dataflow::literals;
        EXPECT_EQ(db.run(flow, df::nothing{})["say"_n].text, text);
        db.run(df::bulk_erase<Customer>(df::everything));
    }
}

TEST(KeptTexts, AreCopiedMovedAndAssigned) {
    for (const std::size_t size : {0U, 1U, 23U, 24U, 100U})
        for (const std::size_t other : {0U, 23U, 24U, 100U}) {
            const std::string text(size, 'a'), next(other, 'b');
            df::kept_text a{passing{text}.view()};
            df::kept_text b{a}, c{std::move(b)}, d{passing{next}.view()}, e;
            EXPECT_EQ(std::string_view{c}, text);
            d = c;
            EXPECT_EQ(std::string_view{d}, text);
            e = std::move(d);
            EXPECT_EQ(std::string_view{e}, text);
            e = df::kept_text{passing{next}.view()};
            EXPECT_EQ(std::string_view{e}, next);
            auto& self = e;
            e = self;
            EXPECT_EQ(std::string_view{e}, next);
            EXPECT_EQ(std::string_view{a}, text);
        }
    static constexpr df::kept_text constant{"a text that is longer than what lies in place"};
    EXPECT_EQ(std::string_view{df::kept_text{constant}}.data(),
              std::string_view{constant}.data()); // a literal is not copied
}

TEST_P(BorrowedValues, WhatIsBorrowedByNameIsNotCopied) {
    database db{url()};
    db.run(df::create(customer(1, "before")));
    std::string text = "after!";
    const auto node = df::count<Customer>().where(name == df::borrowed(text));
    EXPECT_EQ(db.run(node), 0);
    text = "before";
    EXPECT_EQ(db.run(node), 1);
}

TEST_P(BorrowedValues, ANullPointerIsNoText) {
    database db{url()};
    const char* none = nullptr;
    const auto refused = [&](auto&& make, std::string_view where) {
        const auto e = thrown<df::invalid_value>([&] { (void)make(); });
        EXPECT_TRUE(has(e.what(), "a null pointer is not a string")) << e.what();
        EXPECT_EQ(e.field(), where);
    };
    refused([&] { return name == none; }, "name");
    refused([&] { return none != city; }, "city");
    refused([&] { return city == std::optional<const char*>{none}; }, "city");
    refused([&] { return name.between("a", none); }, "name");
    refused([&] { return name.like(none); }, "name");
    refused([&] { return name.contains(none); }, "name");
    refused([&] { return name.matches(none); }, "name");
    refused([&] { return name.in({"a", none}); }, "name");
    refused([&] { return df::coalesce(city, none); }, "city");
    refused([&] { return df::create<Customer>(name = none, field<&Customer::email> = "x"); }, "name");
    refused([&] { return df::update<Customer>(1, city = none); }, "city");
    refused([&] { return df::read<Airport>(none); }, "iata");
    refused([&] { return df::erase<Airport>(none); }, "iata");
    refused([&] { return df::sql<"select name from customers where name = {}", std::string>(none); }, "");
    refused([&] { return df::constant<"say.text">(none); }, "say.text");
    EXPECT_THROW(database{none}, df::connection_error);
}

} // namespace
