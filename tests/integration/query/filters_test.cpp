// Filters: each operator over each type of column, with NULLs, against the same question in plain C++.
#include "support/fixture.hpp"

#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace filter_models {

namespace df = dataflow;

enum class shade : std::uint8_t { dark, light = 7, grey };

struct Cell {
    df::id<Cell> id{};
    // required
    bool flag = false;
    int number = 0;
    std::int64_t big = 0;
    double real = 0;
    std::string text;
    // the same and more, optional
    std::optional<bool> maybe_flag{};
    std::optional<std::int16_t> small{};
    std::optional<int> maybe_number{};
    std::optional<std::int64_t> maybe_big{};
    std::optional<float> single{};
    std::optional<double> maybe_real{};
    std::optional<std::string> maybe_text{};
    std::optional<df::bytes> raw{};
    std::optional<df::timestamp> moment{};
    std::optional<df::date> day{};
    std::optional<df::uuid> mark{};
    std::optional<shade> tone{};
    std::optional<df::id<Cell>> other{};
};

} // namespace filter_models

namespace {

namespace df = dataflow;
using namespace filter_models;
using df::field;
using namespace std::chrono_literals;
using database = df::database<Cell>;
using row = df::record<Cell>;

[[nodiscard]] df::bytes raw(std::initializer_list<int> values) {
    df::bytes out;
    for (const int v : values) out.push_back(static_cast<std::byte>(v));
    return out;
}
[[nodiscard]] df::date day(int y, unsigned m, unsigned d) {
    return df::date{std::chrono::year{y}, std::chrono::month{m}, std::chrono::day{d}};
}
[[nodiscard]] df::uuid mark(unsigned char n) {
    df::uuid out{};
    *out.begin() = n;
    *(out.end() - 1) = 1;
    return out;
}

const std::vector<bool> flags{false, true};
const std::vector<int> numbers{0, 1, -1, 7, INT32_MAX, INT32_MIN};
const std::vector<std::int64_t> bigs{0, 1, -1, 1LL << 40, INT64_MAX, INT64_MIN};
const std::vector<std::int16_t> smalls{0, 5, -5, INT16_MAX, INT16_MIN};
const std::vector<double> reals{0,
                                -0.0,
                                0.1,
                                -2.5,
                                1e300,
                                5e-324,
                                std::numeric_limits<double>::infinity(),
                                -std::numeric_limits<double>::infinity()};
const std::vector<float> singles{0, 0.1F, -2.5F, 3e38F};
const std::vector<std::string> texts{
    "", "a", "A", "ab", "b", "z", "it's", "100%", "a_b", "\\", "\xC3\xA4", "\xF0\x9F\x98\x80", "a b"};
const std::vector<df::bytes> raws{raw({}), raw({0}), raw({0, 0}), raw({255}), raw({1, 255})};
const std::vector<df::timestamp> moments{df::timestamp{}, df::timestamp{-1us},
                                         df::timestamp{1'600'000'000s + 1us},
                                         df::timestamp{std::chrono::sys_days{day(9999, 12, 31)}},
                                         df::timestamp{std::chrono::sys_days{day(1, 1, 1)}}};
const std::vector<df::date> days{day(1970, 1, 1), day(1969, 12, 31), day(2024, 2, 29), day(1, 1, 1),
                                 day(9999, 12, 31)};
const std::vector<df::uuid> marks{mark(0), mark(1), mark(255)};
const std::vector<shade> tones{shade::dark, shade::light, shade::grey};

/// Each column runs through its values at another pace, the optional ones with NULLs between.
[[nodiscard]] std::vector<Cell> cells() {
    std::vector<Cell> out;
    const auto at = [](const auto& values, std::size_t i) { return values[i % values.size()]; };
    const auto maybe = [&]<class T>(const std::vector<T>& values, std::size_t i, std::size_t null_each) {
        return i % null_each == 0 ? std::optional<T>{} : std::optional<T>{values[i % values.size()]};
    };
    for (std::size_t i = 0; i < 60; ++i) {
        Cell c;
        c.flag = i % 3 == 0;
        c.number = at(numbers, i);
        c.big = at(bigs, i * 5 + 1);
        c.real = at(reals, i * 3);
        c.text = at(texts, i * 7);
        if (i % 4 != 0) c.maybe_flag = i % 2 == 0;
        c.small = maybe(smalls, i, 4);
        c.maybe_number = maybe(numbers, i + i / 6, 5);
        c.maybe_big = maybe(bigs, i * 5, 3);
        c.single = maybe(singles, i, 5);
        c.maybe_real = maybe(reals, i + i / 8, 4);
        c.maybe_text = maybe(texts, i, 3);
        c.raw = maybe(raws, i + 1, 4);
        c.moment = maybe(moments, i, 4);
        c.day = maybe(days, i + 2, 6);
        c.mark = maybe(marks, i, 5);
        c.tone = maybe(tones, i, 4);
        out.push_back(c);
    }
    return out;
}

class Filters : public support::database_test {
  protected:
    void SetUp() override {
        database_test::SetUp();
        if (IsSkipped()) return;
        db_.emplace(url());
        db_->run(df::bulk_create(cells()));
        all_ = db_->run(df::list<Cell>()).records;
    }
    void TearDown() override {
        db_.reset();
        database_test::TearDown();
    }
    database& db() { return *db_; }
    [[nodiscard]] const std::vector<row>& all() const { return all_; }

    /// The database's answer is that of C++, and `!p` is its exact opposite.
    template <class P, class Meaning>
    void expect(const P& predicate, Meaning meaning, const std::string& what) {
        std::vector<std::int64_t> wanted;
        for (const auto& r : all_)
            if (meaning(r)) wanted.push_back(r.id.value);
        std::vector<std::int64_t> found;
        for (const auto& r : db_->run(df::list<Cell>().where(predicate)).records) found.push_back(r.id.value);
        EXPECT_EQ(found, wanted) << what;
        EXPECT_EQ(db_->run(df::count<Cell>().where(!predicate)),
                  static_cast<std::int64_t>(all_.size() - wanted.size()))
            << "not " << what;
    }

    template <auto Member, class V>
    void equalities(const std::vector<V>& values, const std::string& name) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            const V v = values[i];
            const auto what = name + " with value " + std::to_string(i);
            expect(field<Member> == v, [&](const row& r) { return r.*Member == v; }, what + " ==");
            expect(field<Member> != v, [&](const row& r) { return r.*Member != v; }, what + " !=");
        }
        const std::vector<V> half(values.begin() + 1,
                                  values.begin() + static_cast<std::ptrdiff_t>(1 + values.size() / 2));
        const auto member = [&](const row& r) {
            for (const V& v : half)
                if (r.*Member == v) return true;
            return false;
        };
        expect(field<Member>.in(half), member, name + " in");
        expect(field<Member>.not_in(half), [&](const row& r) { return !member(r); }, name + " not in");
        expect(field<Member>.in(std::vector<V>{}), [](const row&) { return false; }, name + " in nothing");
        expect(
            field<Member>.not_in(std::vector<V>{}), [](const row&) { return true; },
            name + " not in nothing");
        if constexpr (requires(row r) { (r.*Member).has_value(); }) {
            expect(
                field<Member>.is_null(), [](const row& r) { return !(r.*Member).has_value(); },
                name + " is null");
            expect(
                field<Member> != std::nullopt, [](const row& r) { return (r.*Member).has_value(); },
                name + " is not null");
            const std::optional<V> given{values[1]};
            const std::optional<V> none{};
            expect(
                field<Member> == given, [&](const row& r) { return r.*Member == given; },
                name + " == optional");
            expect(
                field<Member> == none, [&](const row& r) { return r.*Member == none; },
                name + " == empty optional");
            expect(
                field<Member> != none, [&](const row& r) { return r.*Member != none; },
                name + " != empty optional");
        }
    }

    template <class T, class V>
    static bool less(const T& a, const V& b) {
        if constexpr (requires { a.has_value(); }) return a.has_value() && *a < b;
        else return a < b;
    }
    template <class T, class V>
    static bool greater(const T& a, const V& b) {
        if constexpr (requires { a.has_value(); }) return a.has_value() && b < *a;
        else return b < a;
    }

    template <auto Member, class V>
    void comparisons(const std::vector<V>& values, const std::string& name) {
        equalities<Member>(values, name);
        for (std::size_t i = 0; i < values.size(); ++i) {
            const V v = values[i];
            const auto what = name + " with value " + std::to_string(i);
            expect(field<Member> < v, [&](const row& r) { return less(r.*Member, v); }, what + " <");
            expect(
                field<Member> <= v, [&](const row& r) { return less(r.*Member, v) || r.*Member == v; },
                what + " <=");
            expect(field<Member> > v, [&](const row& r) { return greater(r.*Member, v); }, what + " >");
            expect(
                field<Member> >= v, [&](const row& r) { return greater(r.*Member, v) || r.*Member == v; },
                what + " >=");
            for (const std::size_t j : {std::size_t{0}, values.size() - 1}) {
                const V w = values[j];
                expect(
                    field<Member>.between(v, w),
                    [&](const row& r) {
                        return (greater(r.*Member, v) || r.*Member == v) &&
                               (less(r.*Member, w) || r.*Member == w);
                    },
                    what + " between");
            }
        }
    }

  private:
    std::optional<database> db_;
    std::vector<row> all_;
};
DATAFLOW_ON_ALL_DATABASES(Filters);

TEST_P(Filters, Booleans) {
    equalities<&Cell::flag>(flags, "flag");
    equalities<&Cell::maybe_flag>(flags, "maybe_flag");
}
TEST_P(Filters, WholeNumbers) {
    comparisons<&Cell::number>(numbers, "number");
    comparisons<&Cell::big>(bigs, "big");
    comparisons<&Cell::small>(smalls, "small");
}
TEST_P(Filters, WholeNumbersThatMayBeNull) {
    comparisons<&Cell::maybe_number>(numbers, "maybe_number");
    comparisons<&Cell::maybe_big>(bigs, "maybe_big");
}
TEST_P(Filters, RealNumbers) {
    comparisons<&Cell::real>(reals, "real");
    comparisons<&Cell::maybe_real>(reals, "maybe_real");
    comparisons<&Cell::single>(singles, "single");
}
TEST_P(Filters, Texts) {
    comparisons<&Cell::text>(texts, "text");
    comparisons<&Cell::maybe_text>(texts, "maybe_text");
}
TEST_P(Filters, BytesTimesAndDays) {
    comparisons<&Cell::raw>(raws, "raw");
    comparisons<&Cell::moment>(moments, "moment");
    comparisons<&Cell::day>(days, "day");
}
TEST_P(Filters, UuidsEnumsAndIds) {
    equalities<&Cell::mark>(marks, "mark");
    equalities<&Cell::tone>(tones, "tone");
    const std::vector<df::id<Cell>> keys{all()[0].id, all()[1].id, all()[2].id, all()[59].id,
                                         df::id<Cell>{-1}};
    comparisons<&Cell::id>(keys, "id");
    db().run(df::bulk_update<Cell>(field<&Cell::flag> == true, field<&Cell::other> = all()[1].id));
    EXPECT_EQ(db().run(df::count<Cell>().where(field<&Cell::other> == all()[1].id)), 20);
    EXPECT_EQ(db().run(df::count<Cell>().where(field<&Cell::other> != all()[1].id)), 40);
}

TEST_P(Filters, AnOperandOnTheLeft) {
    expect(7 == field<&Cell::maybe_number>, [](const row& r) { return r.maybe_number == 7; }, "7 ==");
    expect(
        1 < field<&Cell::maybe_number>,
        [](const row& r) { return r.maybe_number.has_value() && 1 < *r.maybe_number; }, "1 <");
    expect(
        std::string{"b"} >= field<&Cell::maybe_text>,
        [](const row& r) { return r.maybe_text.has_value() && "b" >= *r.maybe_text; }, "b >=");
    expect(std::nullopt != field<&Cell::day>, [](const row& r) { return r.day.has_value(); }, "null !=");
}

// A column with a column: both NULL are equal, one NULL is different, nothing else holds of NULL.
template <class A, class B>
bool both_less(const std::optional<A>& a, const std::optional<B>& b) {
    return a && b && *a < *b;
}

TEST_P(Filters, ColumnsWithColumns) {
    expect(
        field<&Cell::number> == field<&Cell::maybe_number>,
        [](const row& r) { return r.maybe_number == r.number; }, "required == optional");
    expect(
        field<&Cell::number> != field<&Cell::maybe_number>,
        [](const row& r) { return r.maybe_number != r.number; }, "required != optional");
    expect(
        field<&Cell::maybe_number> == field<&Cell::maybe_big>,
        [](const row& r) {
            return r.maybe_number.has_value() == r.maybe_big.has_value() &&
                   (!r.maybe_big || *r.maybe_big == *r.maybe_number);
        },
        "optional == optional");
    expect(
        field<&Cell::maybe_number> != field<&Cell::maybe_big>,
        [](const row& r) {
            return !(r.maybe_number.has_value() == r.maybe_big.has_value() &&
                     (!r.maybe_big || *r.maybe_big == *r.maybe_number));
        },
        "optional != optional");
    expect(
        field<&Cell::maybe_number> < field<&Cell::maybe_big>,
        [](const row& r) { return both_less(r.maybe_number, r.maybe_big); }, "optional < optional");
    expect(
        field<&Cell::maybe_text> >= field<&Cell::text>,
        [](const row& r) { return r.maybe_text && *r.maybe_text >= r.text; }, "text >=");
    expect(
        field<&Cell::maybe_flag> == field<&Cell::flag>, [](const row& r) { return r.maybe_flag == r.flag; },
        "bool");
    expect(
        field<&Cell::number> < field<&Cell::real>, [](const row& r) { return r.number < r.real; },
        "int < double");
    expect(
        field<&Cell::single> <= field<&Cell::maybe_real>,
        [](const row& r) {
            return r.single && r.maybe_real && static_cast<double>(*r.single) <= *r.maybe_real;
        },
        "float <= double");
    expect(
        field<&Cell::maybe_number>.between(field<&Cell::small>, field<&Cell::maybe_big>),
        [](const row& r) {
            return r.maybe_number && r.small && r.maybe_big && *r.maybe_number >= *r.small &&
                   *r.maybe_number <= *r.maybe_big;
        },
        "between columns");
}

TEST_P(Filters, ConnectivesAndTheirOpposites) {
    const auto a = field<&Cell::maybe_number> > 0;
    const auto b = field<&Cell::maybe_text> == "a";
    const auto c = field<&Cell::flag> == true;
    const auto d = field<&Cell::maybe_real>.in(std::vector{0.1, -2.5});
    const auto A = [](const row& r) { return r.maybe_number && *r.maybe_number > 0; };
    const auto B = [](const row& r) { return r.maybe_text == "a"; };
    const auto C = [](const row& r) { return r.flag; };
    const auto D = [](const row& r) { return r.maybe_real == 0.1 || r.maybe_real == -2.5; };
    expect(a && b, [&](const row& r) { return A(r) && B(r); }, "a && b");
    expect(a || b, [&](const row& r) { return A(r) || B(r); }, "a || b");
    expect(!a && !b, [&](const row& r) { return !A(r) && !B(r); }, "!a && !b");
    expect(!(a && b) || c, [&](const row& r) { return !(A(r) && B(r)) || C(r); }, "!(a && b) || c");
    expect(
        !(a || !b) && !(c || d), [&](const row& r) { return !(A(r) || !B(r)) && !(C(r) || D(r)); },
        "!(a || !b) && !(c || d)");
    expect(!!a, A, "!!a");
    expect((a && b) || (c && !d), [&](const row& r) { return (A(r) && B(r)) || (C(r) && !D(r)); },
           "(a && b) || (c && !d)");
    expect(
        a && (b || c) && !(d && a), [&](const row& r) { return A(r) && (B(r) || C(r)) && !(D(r) && A(r)); },
        "a && (b || c) && !(d && a)");
    expect(
        !(field<&Cell::maybe_number> < field<&Cell::maybe_big>) && !d,
        [&](const row& r) { return !both_less(r.maybe_number, r.maybe_big) && !D(r); }, "columns");
}

TEST_P(Filters, PartsThatAreAbsentAreAsIfNotWritten) {
    const auto every = [](const row&) { return true; };
    const auto one = [](const row& r) { return r.number == 1; };
    const auto flag = [](const row& r) { return r.flag; };
    for (const bool n : {false, true})
        for (const bool f : {false, true}) {
            const auto number = df::if_set(n, field<&Cell::number> == 1);
            const std::optional<decltype(field<&Cell::flag> == true)> maybe =
                f ? std::optional{field<&Cell::flag> == true} : std::nullopt;
            std::vector<std::int64_t> wanted_and, wanted_or;
            for (const auto& r : all()) {
                if ((!n || one(r)) && (!f || flag(r))) wanted_and.push_back(r.id.value);
                if ((!n && !f) || (n && one(r)) || (f && flag(r))) wanted_or.push_back(r.id.value);
            }
            EXPECT_EQ(db().run(df::count<Cell>().where(number && maybe)),
                      static_cast<std::int64_t>(wanted_and.size()))
                << n << f;
            EXPECT_EQ(db().run(df::count<Cell>().where(number || maybe)),
                      static_cast<std::int64_t>(wanted_or.size()))
                << n << f;
            EXPECT_EQ(db().run(df::list<Cell>().where(!(number || maybe))).records.size(),
                      n || f ? all().size() - wanted_or.size() : all().size())
                << n << f;
        }
    EXPECT_EQ(db().run(df::count<Cell>().where(df::if_set(false, field<&Cell::number> == 1))),
              static_cast<std::int64_t>(all().size()));
    expect(df::if_set(true, field<&Cell::number> == 1), one, "when");
    (void)every;
}

TEST_P(Filters, SetsOfTenThousandValues) {
    std::vector<int> many(10'000);
    for (std::size_t i = 0; i < many.size(); ++i) many[i] = static_cast<int>(i) - 5'000;
    expect(
        field<&Cell::maybe_number>.in(many),
        [](const row& r) { return r.maybe_number && *r.maybe_number >= -5'000 && *r.maybe_number < 5'000; },
        "in 10,000");
    expect(
        field<&Cell::maybe_number>.not_in(many),
        [](const row& r) {
            return !(r.maybe_number && *r.maybe_number >= -5'000 && *r.maybe_number < 5'000);
        },
        "not in 10,000");
    std::vector<std::string> words;
    for (int i = 0; i < 10'000; ++i) words.push_back("word '" + std::to_string(i) + "\"");
    words.push_back("it's");
    expect(field<&Cell::text>.in(words), [](const row& r) { return r.text == "it's"; }, "in 10,001 texts");
}

// --- arithmetic ----------------------------------------------------------------------------------

TEST_P(Filters, ArithmeticOverColumns) {
    const auto small = field<&Cell::small>;
    expect(
        small * 2 + 1 > 10, [](const row& r) { return r.small && *r.small * 2 + 1 > 10; }, "small * 2 + 1");
    expect(
        small - field<&Cell::number> < 0,
        [](const row& r) { return r.small && std::int64_t{*r.small} - r.number < 0; }, "small - number");
    expect(100 - small == 105, [](const row& r) { return r.small == -5; }, "100 - small");
    expect(
        small / 2 == -2, [](const row& r) { return r.small && *r.small / 2 == -2; },
        "division cuts toward zero");
    expect(
        small / 2 == 2, [](const row& r) { return r.small && *r.small / 2 == 2; },
        "division cuts toward zero");
    expect(
        field<&Cell::single> * 2.0 < -1.0, [](const row& r) { return r.single && *r.single * 2.0 < -1.0; },
        "single * 2");
    expect(
        small + field<&Cell::single> > 0.05,
        [](const row& r) { return r.small && r.single && *r.small + static_cast<double>(*r.single) > 0.05; },
        "small + single");
    expect((small + 1) * (small - 1) == 24, [](const row& r) { return r.small && *r.small * *r.small == 25; },
           "parentheses");
    expect(
        field<&Cell::number> + 0 != field<&Cell::small> + 0, [](const row& r) { return r.small != r.number; },
        "NULL + 0 is NULL");
}

TEST_P(Filters, WholeNumbersOfColumnsAreCountedIn64Bits) {
    expect(
        field<&Cell::number> * field<&Cell::number> > 4'000'000'000'000'000'000,
        [](const row& r) { return std::int64_t{r.number} * r.number > 4'000'000'000'000'000'000; },
        "32 bits times 32 bits");
    expect(
        field<&Cell::small> * field<&Cell::small> > 1'000'000'000,
        [](const row& r) { return r.small && std::int64_t{*r.small} * *r.small > 1'000'000'000; }, "16 bits");
    expect(
        field<&Cell::number> + field<&Cell::number> < -4'000'000'000,
        [](const row& r) { return r.number == INT32_MIN; }, "a sum");
}

TEST_P(Filters, ADivisionByZeroIsTheSameErrorEverywhere) {
    for (int way = 0; way < 6; ++way) {
        const auto e = support::thrown<df::invalid_value>([&] {
            if (way == 4) db().run(df::count<Cell>().where(field<&Cell::big> % field<&Cell::number> == 1));
            if (way == 5) db().run(df::update<Cell>(all()[0].id, field<&Cell::number> %= 0));
            if (way == 0) db().run(df::list<Cell>().where(field<&Cell::big> / field<&Cell::number> == 1));
            if (way == 1) db().run(df::count<Cell>().where(field<&Cell::real> / 0.0 > 1.0));
            if (way == 2) db().run(df::update<Cell>(all()[0].id, field<&Cell::number> /= 0));
            if (way == 3)
                db().run(df::bulk_update<Cell>(
                    df::everything, field<&Cell::maybe_real> = field<&Cell::real> / field<&Cell::number>));
        });
        EXPECT_EQ(e.model(), "Cell");
    }
    EXPECT_EQ(db().run(df::read<Cell>(all()[0].id)).number, all()[0].number);
    EXPECT_EQ(db().run(df::count<Cell>().where(field<&Cell::maybe_number> / 1 == field<&Cell::maybe_number>)),
              static_cast<std::int64_t>(all().size()))
        << "NULL is equal to NULL";
}

TEST_P(Filters, AnOverflowIsTheSameErrorEverywhere) {
    EXPECT_THROW(db().run(df::count<Cell>().where(field<&Cell::big> + 1 > 0)), df::invalid_value);
    EXPECT_THROW(db().run(df::count<Cell>().where(field<&Cell::big> - 1 > 0)), df::invalid_value);
    EXPECT_THROW(db().run(df::count<Cell>().where(field<&Cell::big> * 2 > 0)), df::invalid_value);
    EXPECT_THROW(db().run(df::count<Cell>().where(field<&Cell::big> / -1 > 0)), df::invalid_value);
    EXPECT_THROW(db().run(df::count<Cell>().where(field<&Cell::big> * 2 % 3 > 0)), df::invalid_value);
    EXPECT_THROW(db().run(df::count<Cell>().where(7 % (field<&Cell::big> * 2) > 0)), df::invalid_value);
}

} // namespace
