// A node for tests that gives the value of an expression in each record, or of an aggregate over the records;
// and a test that compares them with plain C++.
#pragma once

#include "support/fixture.hpp"
#include "support/plain.hpp"

#include <dataflow/functions.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace support {

/// Writes `SELECT <expression> FROM <table> [WHERE ...]`, by key where it is no aggregate.
template <class M, class E>
constexpr void write_probe(df::rooms::sql::writer& w, const df::rooms::sql::statement& s) {
    w << "SELECT ";
    E::write(w, {});
    w << " FROM ";
    w.identifier(s.table->name);
    df::rooms::sql::detail::filter(w, s);
    if (!df::query::aggregates<E>) w << " ORDER BY \"id\"";
}

template <class M, class E, class P>
struct probe_node {
    using model = M;
    using value = std::optional<typename E::type>;
    using output = std::vector<value>;
    struct row {
        value held{};
    };
    static constexpr bool writes = false;
    static inline constinit df::rooms::sql::statement_id cache{};
    static constexpr df::rooms::sql::statement statement{
        .node = "probe",
        .table = &df::schema::table_of<M>,
        .cache = &cache,
        .predicate = df::node_::predicate_clause<P>(df::rooms::sql::place{}.after(E::parameters)),
        .own_text = &write_probe<M, E>};
    static constexpr std::array<df::field_access, 1> fields{
        df::field_access{0, &df::schema::info_of<value>, "value"}};
    E expression;
    P predicate;

    [[nodiscard]] std::uint64_t variant() const {
        return df::node_::predicate_variant(predicate, df::rooms::sql::list_variant::filter);
    }
    output execute(df::context& c) const {
        df::node_::bound_values<E::parameters + P::parameters, E::lists + P::lists> values;
        expression.bind(values.to);
        predicate.bind(values.to);
        std::vector<row> rows;
        auto target = df::node_::rows_into(rows, fields);
        c.connection().run(statement, variant(), {.given = values.span()}, &target);
        output out;
        for (auto& r : rows) out.push_back(std::move(r.held));
        return out;
    }
};
template <class M, class E, class P = df::node_::every>
[[nodiscard]] auto probe(const E& e, const P& p = {}) {
    return probe_node<M, E, P>{e, p};
}

enum class shade : std::uint8_t { dark, light, grey };

/// A field of each type that functions are of.
struct Sample {
    df::id<Sample> id{};
    std::int16_t small = 0;
    int number = 0;
    std::int64_t big = 0;
    std::optional<int> maybe_number{};
    std::optional<std::int64_t> maybe_big{};
    float single = 0;
    double real = 0;
    std::optional<double> maybe_real{};
    std::string text{};
    std::optional<std::string> maybe_text{};
    std::string digits{};
    df::bytes raw{};
    bool flag = false;
    shade tone = shade::dark;
    df::uuid mark{};
    df::timestamp moment{};
    std::optional<df::timestamp> maybe_moment{};
    df::date day{std::chrono::year{1970}, std::chrono::month{1}, std::chrono::day{1}};
    std::optional<df::date> maybe_day{};
};

/// Boundary values in all columns, each at another pace, and random rows behind.
[[nodiscard]] inline std::vector<Sample> samples(std::size_t edges = 60, std::size_t random = 120) {
    using namespace std::chrono;
    constexpr double inf = std::numeric_limits<double>::infinity();
    const std::vector<int> numbers{0, 1, -1, 7, -7, 100, INT32_MAX, INT32_MIN};
    const std::vector<std::int64_t> bigs{0,         1,         -1,           10,           (1LL << 53) + 1,
                                         INT64_MAX, INT64_MIN, -12345678901, INT64_MAX - 1};
    const std::vector<double> reals{0,
                                    -0.0,
                                    0.5,
                                    -0.5,
                                    1.5,
                                    2.5,
                                    -2.5,
                                    0.49999999999999994,
                                    2.675,
                                    -1.005,
                                    1e300,
                                    -1e300,
                                    5e-324,
                                    inf,
                                    -inf,
                                    4503599627370497.5,
                                    9007199254740993.0,
                                    0.1,
                                    1234567.891,
                                    32767.6,
                                    -32768.9,
                                    2147483647.5,
                                    9223372036854775807.0,
                                    1.7976931348623157e308};
    const std::vector<std::string> texts{"",
                                         "a",
                                         "Hello, World",
                                         "  spaced  ",
                                         "xxabcxx",
                                         "\xC3\x84\xC3\xA4\xC3\x9F",
                                         "\xF0\x9F\x98\x80 grin \xF0\x9F\x98\x80",
                                         "aXbXc",
                                         "%_\\'",
                                         "ABC",
                                         "\t tab",
                                         "\xE2\x82\xAC"
                                         "100"};
    const std::vector<std::string> digits{"0",
                                          "-1",
                                          "+42",
                                          " 17 ",
                                          "9223372036854775807",
                                          "9223372036854775808",
                                          "-9223372036854775808",
                                          "12a",
                                          "",
                                          " ",
                                          "0x1F",
                                          "1_000",
                                          "1.5",
                                          "-.5e3",
                                          "1e400",
                                          "1e-400",
                                          "nan",
                                          "inf",
                                          "--1",
                                          "+-1",
                                          "1e5",
                                          "\t8\n",
                                          "5.",
                                          ".",
                                          "4.9e-324",
                                          "Infinity",
                                          "0b1",
                                          "1 2"};
    const std::vector<sys_time<microseconds>> moments{
        sys_time<microseconds>{},
        sys_time<microseconds>{-1us},
        sys_time<microseconds>{sys_days{1y / 1 / 1}},
        sys_time<microseconds>{sys_days{9999y / 12 / 31}} + 86'399'999'999us,
        sys_time<microseconds>{sys_days{2024y / 2 / 29}} + 13h + 14min + 15s + 16us,
        sys_time<microseconds>{sys_days{1900y / 3 / 1}} - 1us,
        sys_time<microseconds>{sys_days{2020y / 12 / 31}} + 23h,
        sys_time<microseconds>{sys_days{2021y / 1 / 3}},
        sys_time<microseconds>{sys_days{1969y / 12 / 29}} + 1us,
        sys_time<microseconds>{sys_days{2024y / 3 / 31}} + 1h + 30min};
    std::mt19937_64 engine{20240229};
    const auto below = [&](std::uint64_t n) { return engine() % n; };
    const auto random_text = [&] {
        const std::vector<std::string> pieces{
            "a", "B", "x", "X", " ", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "ab", "1"};
        std::string out;
        for (auto n = below(9); n-- > 0;) out += pieces[below(pieces.size())];
        return out;
    };
    const auto random_real = [&] {
        const auto kind = below(4);
        if (kind == 0) return static_cast<double>(static_cast<std::int64_t>(below(2001)) - 1000) / 8;
        if (kind == 1) return static_cast<double>(static_cast<std::int64_t>(below(200001)) - 100000) / 1000;
        if (kind == 2)
            return std::ldexp(static_cast<double>(below(1ULL << 53)), static_cast<int>(below(140)) - 90);
        return -std::ldexp(static_cast<double>(below(1ULL << 53)), static_cast<int>(below(40)) - 60);
    };
    const auto random_time = [&] {
        const std::int64_t first = sys_time<microseconds>{sys_days{1y / 1 / 1}}.time_since_epoch().count();
        const std::int64_t last = sys_time<microseconds>{sys_days{10000y / 1 / 1}}.time_since_epoch().count();
        return sys_time<microseconds>{
            microseconds{first + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(last - first)))}};
    };
    const auto at = [](const auto& all, std::size_t i) { return all[i % all.size()]; };
    std::vector<Sample> out;
    for (std::size_t i = 0; i < edges + random; ++i) {
        const bool edge = i < edges;
        Sample s;
        s.small = edge ? std::vector<std::int16_t>{0, 1, -1, 12, INT16_MAX, INT16_MIN}[i % 6]
                       : static_cast<std::int16_t>(below(65536));
        s.number = edge ? at(numbers, i) : static_cast<int>(below(2000)) - 1000;
        s.big = edge ? at(bigs, i) : static_cast<std::int64_t>(engine()) >> below(64);
        if (i % 3 != 0) s.maybe_number = edge ? at(numbers, i / 3 + 2) : static_cast<int>(below(20)) - 10;
        if (i % 4 != 0)
            s.maybe_big = edge ? at(bigs, i / 4 + 1) : static_cast<std::int64_t>(engine()) >> below(64);
        s.single = edge ? std::vector<float>{0, 0.1F, -2.5F, 3e38F, 1e-40F, 16777216.0F}[i % 6]
                        : static_cast<float>(random_real());
        s.real = edge ? at(reals, i) : random_real();
        if (i % 5 != 0) s.maybe_real = edge ? at(reals, i / 5 + 3) : random_real();
        s.text = edge ? at(texts, i) : random_text();
        if (i % 3 != 1) s.maybe_text = edge ? at(texts, i / 3 + 5) : random_text();
        s.digits = edge ? at(digits, i) : std::to_string(static_cast<std::int64_t>(engine()) >> below(64));
        for (auto n = below(4); n-- > 0;) s.raw.push_back(static_cast<std::byte>(below(256)));
        s.flag = i % 2 == 0;
        s.tone = std::vector<shade>{shade::dark, shade::light, shade::grey}[i % 3];
        s.mark.data[0] = static_cast<std::uint8_t>(i);
        s.moment = edge ? at(moments, i) : random_time();
        if (i % 4 != 2) s.maybe_moment = edge ? at(moments, i / 4 + 3) : random_time();
        s.day = year_month_day{floor<days>(edge ? at(moments, i + 1) : random_time())};
        if (i % 5 != 3) s.maybe_day = year_month_day{floor<days>(edge ? at(moments, i / 5) : random_time())};
        out.push_back(s);
    }
    return out;
}

/// Functions on all databases, over the samples.
class function_test : public database_test {
  protected:
    using database = df::database<Sample>;

    void SetUp() override {
        database_test::SetUp();
        if (IsSkipped()) return;
        db_.emplace(url());
        db_->run(df::bulk_create(samples()));
        all_ = db_->run(df::list<Sample>()).records;
    }
    void TearDown() override {
        db_.reset();
        database_test::TearDown();
    }
    database& db() { return *db_; }
    [[nodiscard]] const std::vector<df::record<Sample>>& all() const { return all_; }

    /// The expression has, in each record, the value and the type that `expected(record)` gives; where that
    /// throws `plain::refused`, the statement fails with `invalid_value`.
    template <class E, class F>
    void same(std::string_view what, const E& expression, F expected) {
        using value = std::optional<typename E::type>;
        static_assert(std::is_same_v<std::decay_t<decltype(expected(all_[0]))>, value>,
                      "the expression has another type");
        std::vector<df::id<Sample>> good;
        std::vector<df::id<Sample>> bad;
        std::vector<value> wanted;
        for (const auto& r : all_) {
            try {
                wanted.push_back(expected(r));
                good.push_back(r.id);
                if (!E::nullable && !wanted.back()) ADD_FAILURE() << what << ": can be NULL after all";
            } catch (const plain::refused&) {
                bad.push_back(r.id);
            }
        }
        if (!good.empty()) try {
                const auto found = db_->run(probe<Sample>(expression, df::field<&Sample::id>.in(good)));
                ASSERT_EQ(found.size(), wanted.size()) << what;
                int told = 0;
                for (std::size_t i = 0; i < wanted.size() && told < 3; ++i) {
                    if (found[i] == wanted[i]) continue;
                    ++told;
                    ADD_FAILURE() << what << " of record " << good[i].value << ": found "
                                  << testing::PrintToString(found[i]) << ", expected "
                                  << testing::PrintToString(wanted[i]);
                }
            } catch (const df::error&) {
                find_culprit(what, expression, good);
            }
        for (std::size_t i = 0; i < bad.size() && i < 16; ++i) {
            try {
                const auto found = db_->run(probe<Sample>(expression, df::field<&Sample::id> == bad[i]));
                ADD_FAILURE() << what << " of record " << bad[i].value << " gives "
                              << testing::PrintToString(found.at(0)) << " where it should fail";
            } catch (const df::invalid_value&) { // as it should
            } catch (const df::error& e) {
                ADD_FAILURE() << what << ": another error than invalid_value: " << e.what();
            }
        }
    }
    /// The aggregate over all records.
    template <class E, class T>
    void gathers(std::string_view what, const E& expression, const std::optional<T>& expected) {
        static_assert(std::is_same_v<typename E::type, T>, "the aggregate has another type");
        try {
            const auto found = db_->run(probe<Sample>(expression));
            ASSERT_EQ(found.size(), 1U);
            EXPECT_EQ(found[0], expected) << what;
        } catch (const df::error& e) {
            ADD_FAILURE() << what << ": " << e.what();
        }
    }

  private:
    template <class E>
    void find_culprit(std::string_view what, const E& expression, const std::vector<df::id<Sample>>& good) {
        for (const auto& id : good) {
            try {
                (void)db_->run(probe<Sample>(expression, df::field<&Sample::id> == id));
            } catch (const df::error& e) {
                ADD_FAILURE() << what << " of record " << id.value << ": " << e.what();
                return;
            }
        }
        ADD_FAILURE() << what << ": fails over many records only";
    }

    std::optional<database> db_;
    std::vector<df::record<Sample>> all_;
};

/// Calls `f.template operator()<M>()` for each of several members.
template <auto... M, class F>
void each(F f) {
    (f.template operator()<M>(), ...);
}

} // namespace support
