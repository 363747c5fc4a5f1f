// Every type of field crossed with every operator. A type tells its name, its samples and how two values
// compare, in plain C++; a table of all pairs of samples, NULL among them, is asked each operator, and the
// answers are worked out from the positions of the samples alone.
#pragma once

#include "support/fixture.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace cross {

namespace df = dataflow;
using df::field;

// --- types of one's own ---------------------------------------------------------------------------------

enum class shade : std::uint8_t { dark, light = 7, grey };
enum class named : std::int16_t { first = -3, second = 5 };

class Code { // stored as text
  public:
    Code() = default;
    explicit Code(std::string t) : text_(std::move(t)) {}
    [[nodiscard]] const std::string& text() const { return text_; }
    friend bool operator==(const Code&, const Code&) = default;

  private:
    std::string text_;
};
struct Grams { // stored as a decimal
    df::decimal<12, 3> value{};
    friend bool operator==(const Grams&, const Grams&) = default;
};
struct Level { // stored as a number
    int value = 0;
    friend bool operator==(const Level&, const Level&) = default;
};

/// What ids refer to.
template <class Rep>
struct Parent {
    df::id<Parent, Rep> id{};
    std::optional<int> nothing{};

    static constexpr std::string_view table_of_parent = std::is_same_v<Rep, std::int64_t>  ? "number_parents"
                                                        : std::is_same_v<Rep, std::string> ? "text_parents"
                                                                                           : "uuid_parents";
    static constexpr auto dataflow = df::options{.table = table_of_parent, .timestamps = false};
};

} // namespace cross

template <>
struct dataflow::mapped<cross::Code> {
    using stored = std::string;
    static stored to(const cross::Code& c) { return c.text(); }
    static cross::Code from(const stored& s) { return cross::Code{s}; }
};
template <>
struct dataflow::mapped<cross::Grams> {
    using stored = dataflow::decimal<12, 3>;
    static stored to(const cross::Grams& g) { return g.value; }
    static cross::Grams from(const stored& s) { return {s}; }
};
template <>
struct dataflow::mapped<cross::Level> {
    using stored = std::int32_t;
    static stored to(const cross::Level& l) { return l.value; }
    static cross::Level from(const stored& s) { return {s}; }
};
template <>
struct dataflow::enum_range<cross::named> {
    static constexpr std::int64_t first = -10;
    static constexpr std::int64_t last = 10;
};
template <>
inline constexpr auto dataflow::enum_names<cross::named> =
    std::array{dataflow::enum_name{cross::named::first, "it's \"1st\" %_\\"},
               dataflow::enum_name{cross::named::second, ""}};

namespace cross {

// --- what is known of a type ----------------------------------------------------------------------------

inline const std::vector<std::string> sample_texts{"",
                                                   "a",
                                                   "A",
                                                   "ab",
                                                   "b",
                                                   " ",
                                                   "it's",
                                                   "\"",
                                                   "100%",
                                                   "a_b",
                                                   "\\",
                                                   "a\\",
                                                   "%",
                                                   "_",
                                                   "$1",
                                                   "?1",
                                                   "'; DROP TABLE x; --",
                                                   "\t\n\r",
                                                   "\xC3\xA4",
                                                   "\xC3\x84",
                                                   "\xEF\xBF\xBF",
                                                   "\xF0\x9F\x98\x80",
                                                   "e\xCC\x81",
                                                   "\xE2\x80\xAE"
                                                   "rtl",
                                                   "NULL",
                                                   "1",
                                                   "01",
                                                   "1.0"};

[[nodiscard]] inline df::bytes raw(std::initializer_list<int> values) {
    df::bytes out;
    for (const int v : values) out.push_back(static_cast<std::byte>(v));
    return out;
}
[[nodiscard]] inline df::date day(int y, unsigned m, unsigned d) {
    return df::date{std::chrono::year{y}, std::chrono::month{m}, std::chrono::day{d}};
}
[[nodiscard]] inline df::uuid mark(unsigned char first, unsigned char last) {
    df::uuid out{};
    *out.begin() = first;
    *(out.end() - 1) = last;
    return out;
}
[[nodiscard]] inline int sign_of(int n) { return n < 0 ? -1 : n > 0 ? 1 : 0; }
template <class T>
[[nodiscard]] int by_less(const T& a, const T& b) {
    return a < b ? -1 : b < a ? 1 : 0;
}
[[nodiscard]] inline int by_bytes(const void* a, std::size_t n, const void* b, std::size_t m) {
    const auto* x = static_cast<const unsigned char*>(a);
    const auto* y = static_cast<const unsigned char*>(b);
    for (std::size_t i = 0; i < n && i < m; ++i)
        if (x[i] != y[i]) return x[i] < y[i] ? -1 : 1;
    return n < m ? -1 : n > m ? 1 : 0;
}

/// A type of field: `name`, `samples()`, `compare(a, b)`; `ordered` where it has `<`.
template <class T>
struct kind;

template <class T>
struct ordered_kind {
    static constexpr bool ordered = true;
    static constexpr bool sorted = true; ///< `order_by` goes by `compare`
    static constexpr T zero() { return T{}; }
    static int compare(const T& a, const T& b) { return by_less(a, b); }
};
template <class T>
struct whole_kind : ordered_kind<T> {
    static std::vector<T> samples() {
        std::vector<T> out{0, 1, 7, std::numeric_limits<T>::max()};
        if constexpr (std::is_signed_v<T>)
            out.insert(out.end(), {-1, static_cast<T>(std::numeric_limits<T>::min() + 1)}),
                out.push_back(std::numeric_limits<T>::min());
        return out;
    }
};
template <>
struct kind<bool> : ordered_kind<bool> {
    static constexpr std::string_view name = "bool";
    static std::vector<bool> samples() { return {false, true}; }
};
template <>
struct kind<std::int8_t> : whole_kind<std::int8_t> {
    static constexpr std::string_view name = "int8";
};
template <>
struct kind<std::uint8_t> : whole_kind<std::uint8_t> {
    static constexpr std::string_view name = "uint8";
};
template <>
struct kind<std::int16_t> : whole_kind<std::int16_t> {
    static constexpr std::string_view name = "int16";
};
template <>
struct kind<std::uint16_t> : whole_kind<std::uint16_t> {
    static constexpr std::string_view name = "uint16";
};
template <>
struct kind<std::int32_t> : whole_kind<std::int32_t> {
    static constexpr std::string_view name = "int32";
};
template <>
struct kind<std::uint32_t> : whole_kind<std::uint32_t> {
    static constexpr std::string_view name = "uint32";
};
template <>
struct kind<std::int64_t> : whole_kind<std::int64_t> {
    static constexpr std::string_view name = "int64";
    static std::vector<std::int64_t> samples() {
        auto out = whole_kind<std::int64_t>::samples();
        out.insert(out.end(), {(1LL << 53) + 1, 1LL << 53, INT64_MAX - 1});
        return out;
    }
};
template <class T>
struct real_kind : ordered_kind<T> {
    static std::vector<T> samples() {
        using limits = std::numeric_limits<T>;
        return {T{0},
                -T{0},
                static_cast<T>(0.1),
                static_cast<T>(-2.5),
                16777216,
                16777218,
                limits::max(),
                limits::lowest(),
                limits::min(),
                limits::denorm_min(),
                -limits::denorm_min(),
                limits::infinity(),
                -limits::infinity(),
                T{1},
                std::nextafter(T{1}, T{2})};
    }
};
template <>
struct kind<float> : real_kind<float> {
    static constexpr std::string_view name = "float";
};
template <>
struct kind<double> : real_kind<double> {
    static constexpr std::string_view name = "double";
};
template <int P, int S>
struct decimal_kind : ordered_kind<df::decimal<P, S>> {
    using type = df::decimal<P, S>;
    static std::vector<type> samples() {
        std::vector<type> out{type{},      type::from_units(1), type::from_units(-1),
                              type::max(), type::lowest(),      type::from_units(type::max().units() - 1)};
        if constexpr (P > S) out.push_back(type{1}), out.push_back(type{-1});
        return out;
    }
    static int compare(const type& a, const type& b) { return by_less(a.units(), b.units()); }
};
template <>
struct kind<df::decimal<4, 1>> : decimal_kind<4, 1> {
    static constexpr std::string_view name = "decimal_4_1";
};
template <>
struct kind<df::decimal<10, 2>> : decimal_kind<10, 2> {
    static constexpr std::string_view name = "decimal_10_2";
};
template <>
struct kind<df::decimal<18, 0>> : decimal_kind<18, 0> {
    static constexpr std::string_view name = "decimal_18_0";
};
template <>
struct kind<df::decimal<18, 18>> : decimal_kind<18, 18> {
    static constexpr std::string_view name = "decimal_18_18";
};
template <class T, std::int64_t Most>
struct duration_kind : ordered_kind<T> {
    static std::vector<T> samples() { return {T{0}, T{1}, T{-1}, T{60}, T{3600}, T{Most}, T{-Most}}; }
    static int compare(const T& a, const T& b) { return by_less(a.count(), b.count()); }
};
template <>
struct kind<std::chrono::microseconds> : duration_kind<std::chrono::microseconds, INT64_MAX> {
    static constexpr std::string_view name = "microseconds";
};
template <>
struct kind<std::chrono::seconds> : duration_kind<std::chrono::seconds, INT64_MAX / 1'000'000> {
    static constexpr std::string_view name = "seconds";
};
template <>
struct kind<std::chrono::hours> : duration_kind<std::chrono::hours, INT64_MAX / 3'600'000'000> {
    static constexpr std::string_view name = "hours";
};
template <>
struct kind<std::string> : ordered_kind<std::string> {
    static constexpr std::string_view name = "text";
    static std::vector<std::string> samples() { return sample_texts; }
    static int compare(const std::string& a, const std::string& b) {
        return by_bytes(a.data(), a.size(), b.data(), b.size());
    }
};
template <>
struct kind<df::bytes> : ordered_kind<df::bytes> {
    static constexpr std::string_view name = "bytes";
    static std::vector<df::bytes> samples() {
        return {raw({}),          raw({0}), raw({0, 0}), raw({255}), raw({1, 255}), raw({'\'', '\\', 'x'}),
                raw({0xC3, 0x28})};
    }
    static int compare(const df::bytes& a, const df::bytes& b) {
        return by_bytes(a.data(), a.size(), b.data(), b.size());
    }
};
template <>
struct kind<df::timestamp> : ordered_kind<df::timestamp> {
    static constexpr std::string_view name = "timestamp";
    static std::vector<df::timestamp> samples() {
        using namespace std::chrono;
        return {df::timestamp{},
                df::timestamp{microseconds{-1}},
                df::timestamp{microseconds{1}},
                df::timestamp{seconds{1'600'000'000} + microseconds{1}},
                df::timestamp{seconds{-3'600}},
                df::timestamp{sys_days{day(1, 1, 1)}},
                df::timestamp{sys_days{day(9999, 12, 31)}} + days{1} - microseconds{1},
                df::timestamp{sys_days{day(1900, 3, 1)}} - microseconds{1},
                df::timestamp{sys_days{day(999, 12, 31)}}};
    }
};
template <>
struct kind<df::date> : ordered_kind<df::date> {
    static constexpr std::string_view name = "date";
    static constexpr df::date zero() {
        return df::date{std::chrono::year{1970}, std::chrono::month{1}, std::chrono::day{1}};
    }
    static std::vector<df::date> samples() {
        return {day(1970, 1, 1),   day(1969, 12, 31), day(2024, 2, 29), day(1, 1, 1),
                day(9999, 12, 31), day(999, 12, 31),  day(1582, 10, 10)};
    }
};
template <>
struct kind<df::uuid> : ordered_kind<df::uuid> {
    static constexpr std::string_view name = "uuid";
    static std::vector<df::uuid> samples() {
        return {mark(0, 0), mark(0, 1), mark(1, 0), mark(255, 255), mark(127, 0), mark(128, 0)};
    }
    static int compare(const df::uuid& a, const df::uuid& b) { return by_bytes(a.data, 16, b.data, 16); }
};
template <>
struct kind<shade> : ordered_kind<shade> {
    static constexpr std::string_view name = "enumeration";
    static constexpr bool ordered = false;
    static std::vector<shade> samples() { return {shade::dark, shade::light, shade::grey}; }
    static int compare(shade a, shade b) { // by the names
        const auto place = [](shade s) { return s == shade::dark ? 0 : s == shade::grey ? 1 : 2; };
        return by_less(place(a), place(b));
    }
};
template <>
struct kind<named> : ordered_kind<named> {
    static constexpr std::string_view name = "named_enumeration";
    static constexpr bool ordered = false;
    static constexpr named zero() { return named::first; }
    static std::vector<named> samples() { return {named::first, named::second}; }
    static int compare(named a, named b) {
        return by_less(a == named::first, b == named::first);
    } // the empty name is the least
};
template <>
struct kind<Code> : ordered_kind<Code> {
    static constexpr std::string_view name = "mapped_to_text";
    static std::vector<Code> samples() {
        return {Code{""}, Code{"a"}, Code{"B"}, Code{"it's \"%_\\"}, Code{"\xF0\x9F\x98\x80"}};
    }
    static int compare(const Code& a, const Code& b) {
        return kind<std::string>::compare(a.text(), b.text());
    }
};
template <>
struct kind<Grams> : ordered_kind<Grams> {
    static constexpr std::string_view name = "mapped_to_decimal";
    static std::vector<Grams> samples() {
        std::vector<Grams> out;
        for (const char* t : {"0", "0.001", "-0.001", "999999999.999", "-999999999.999", "10.5", "9.75"})
            out.push_back({df::decimal<12, 3>{t}});
        return out;
    }
    static int compare(const Grams& a, const Grams& b) { return by_less(a.value.units(), b.value.units()); }
};
template <>
struct kind<Level> : ordered_kind<Level> {
    static constexpr std::string_view name = "mapped_to_number";
    static std::vector<Level> samples() { return {{0}, {1}, {-1}, {INT32_MAX}, {INT32_MIN}}; }
    static int compare(const Level& a, const Level& b) { return by_less(a.value, b.value); }
};
template <class Rep>
struct kind<df::id<Parent<Rep>, Rep>> : ordered_kind<df::id<Parent<Rep>, Rep>> {
    using type = df::id<Parent<Rep>, Rep>;
    static constexpr std::string_view name = std::is_same_v<Rep, std::int64_t>  ? "number_id"
                                             : std::is_same_v<Rep, std::string> ? "text_id"
                                                                                : "uuid_id";
    static std::vector<type> samples() {
        std::vector<type> out;
        for (const auto& v : kind<Rep>::samples())
            if (type one{v}; one.is_set()) out.push_back(one);
        return out;
    }
    static int compare(const type& a, const type& b) { return kind<Rep>::compare(a.value, b.value); }
};
using number_id = df::id<Parent<std::int64_t>>;
using text_id = df::id<Parent<std::string>, std::string>;
using uuid_id = df::id<Parent<df::uuid>, df::uuid>;

/// All pairs of a type's samples.
template <class T>
struct Pair {
    df::id<Pair> id{};
    T a = kind<T>::zero();
    std::optional<T> m{};
    std::optional<T> n{};

    static constexpr auto dataflow = df::options{.table = kind<T>::name, .timestamps = false};
};

// --- asking -----------------------------------------------------------------------------------------------

/// A record's answer: 1 where the predicate holds, 2 where its opposite does.
struct answer {
    std::int64_t id{};
    std::int64_t held{};
};
/// Asks for the answers; everything that depends on the predicate is data.
struct question {
    using model = void;
    using models = df::query::types<>;
    using output = std::vector<answer>;
    static constexpr bool writes = false;
    static constexpr std::array<df::field_access, 2> fields{
        df::field_access{offsetof(answer, id), &df::schema::info_of<std::int64_t>, "id"},
        df::field_access{offsetof(answer, held), &df::schema::info_of<std::int64_t>, "held"}};
    const df::rooms::sql::statement* statement_of;
    std::span<const df::value> values;

    output execute(df::context& c) const {
        output out;
        auto target = df::node_::rows_into(out, fields);
        c.connection().run(*statement_of, 0, {.given = values}, &target);
        return out;
    }
    [[nodiscard]] std::uint64_t variant() const { return 0; }
};
inline void write_question(df::rooms::sql::writer& w, const df::rooms::sql::statement& s) {
    w << "SELECT \"id\", CASE WHEN ";
    s.predicate(w);
    w << " THEN 1 ELSE 0 END + CASE WHEN ";
    s.assignments(w); // the opposite
    w << " THEN 2 ELSE 0 END FROM ";
    w.identifier(s.table->name);
    w << " ORDER BY \"id\"";
}
using write_predicate = void (*)(df::rooms::sql::writer&, df::rooms::sql::place);
/// The statement that asks a table for a predicate and its opposite: made at run time, so that the compiler
/// makes nothing of it for each predicate.
[[nodiscard]] inline const df::rooms::sql::statement&
statement_of(const df::schema::table& table, write_predicate predicate, write_predicate opposite) {
    struct entry {
        df::rooms::sql::statement_id cache{};
        std::optional<df::rooms::sql::statement> made{};
    };
    static std::map<std::pair<const df::schema::table*, write_predicate>, entry> known;
    auto& one = known[{&table, predicate}];
    if (!one.made)
        one.made.emplace(df::rooms::sql::statement{.node = "question",
                                                   .table = &table,
                                                   .cache = &one.cache,
                                                   .predicate = {predicate},
                                                   .assignments = {opposite},
                                                   .own_text = &write_question});
    return *one.made;
}

/// A row of a table, by the positions of its values among the samples; -1 is NULL.
struct places {
    int a = -1;
    int m = -1;
    int n = -1;
};

/// How the samples of two types compare: -1, 0, 1.
using comparisons = std::vector<std::vector<int>>;
template <class T>
[[nodiscard]] comparisons compared(const std::vector<T>& s) {
    comparisons out(s.size(), std::vector<int>(s.size()));
    for (std::size_t i = 0; i < s.size(); ++i)
        for (std::size_t j = 0; j < s.size(); ++j) out[i][j] = sign_of(kind<T>::compare(s[i], s[j]));
    return out;
}

enum class op : std::uint8_t { eq, ne, lt, le, gt, ge };
inline constexpr std::array<std::string_view, 6> op_names{"==", "!=", "<", "<=", ">", ">="};

/// What `l op r` answers, NULL being -1.
[[nodiscard]] inline bool holds(op o, int l, int r, const comparisons& c) {
    if (o == op::eq)
        return l < 0 || r < 0 ? l == r : c[static_cast<std::size_t>(l)][static_cast<std::size_t>(r)] == 0;
    if (o == op::ne) return !holds(op::eq, l, r, c);
    if (l < 0 || r < 0) return false;
    const int sign = c[static_cast<std::size_t>(l)][static_cast<std::size_t>(r)];
    return o == op::lt ? sign < 0 : o == op::le ? sign <= 0 : o == op::gt ? sign > 0 : sign >= 0;
}
template <op O, class L, class R>
[[nodiscard]] auto apply(const L& l, const R& r) {
    if constexpr (O == op::eq) return l == r;
    else if constexpr (O == op::ne) return l != r;
    else if constexpr (O == op::lt) return l < r;
    else if constexpr (O == op::le) return l <= r;
    else if constexpr (O == op::gt) return l > r;
    else return l >= r;
}

/// All pairs of a row's three places: m and n run through everything, a with them.
[[nodiscard]] inline std::vector<places> all_places(std::size_t samples) {
    std::vector<places> out;
    const auto n = static_cast<int>(samples);
    for (int i = 0; i <= n; ++i)
        for (int j = -1; j < n; ++j) {
            const int k = (i + j + 2) % (n + 1) - 1;
            out.push_back({i % n, j, k});
        }
    return out;
}

/// One side of a comparison: a place of the row, a sample, or NULL.
struct side {
    std::string_view word;
    int places::* place = nullptr;
    int sample = -1;

    [[nodiscard]] int in(const places& p) const { return place ? p.*place : sample; }
    [[nodiscard]] std::string text() const {
        return std::string{word} + (place || sample < 0 ? "" : std::to_string(sample));
    }
};
inline constexpr side in_a{"a", &places::a}, in_m{"m", &places::m}, in_n{"n", &places::n},
    nothing{"an empty optional"};
[[nodiscard]] inline side sample(std::size_t i) { return {"sample ", nullptr, static_cast<int>(i)}; }
[[nodiscard]] inline side optional_sample(std::size_t i) {
    return {"an optional sample ", nullptr, static_cast<int>(i)};
}

/// Runs a question in a database.
using run_question = std::function<std::vector<answer>(const question&)>;
template <class Db>
[[nodiscard]] run_question questions_of(Db& db) {
    return [&db](const question& q) { return db.run(q); };
}

/// Asks a table for predicates. Only what has the predicate's type is a template: it is there for each
/// operator and type.
class asker {
  public:
    asker(const df::schema::table& table, run_question run) : table_(table), run_(std::move(run)) {}

    template <class P>
    [[nodiscard]] std::vector<answer> operator()(const P& p) {
        static_assert(P::parameters <= most && P::lists <= most);
        df::query::binder to{values_.data(), lists_.data()};
        p.bind(to);
        return run(&P::write, &df::query::negation<P>::write, P::parameters);
    }

  private:
    static constexpr std::size_t most = 8;

    [[nodiscard]] std::vector<answer> run(write_predicate predicate, write_predicate opposite,
                                          std::size_t values) {
        return run_(question{&statement_of(table_, predicate, opposite), {values_.data(), values}});
    }

    const df::schema::table& table_;
    run_question run_;
    std::array<df::value, most> values_{};
    std::array<df::rows_view, most> lists_{};
};

/// A question, and what it means.
struct asked {
    std::string what;
    std::function<bool(const places&)> meaning;
};

/// What is known of the rows of one table, whatever its type; and questions with what they mean.
class known_rows {
  public:
    known_rows(std::string name, comparisons compared, std::vector<places> rows)
        : name_(std::move(name)), compared_(std::move(compared)), rows_(std::move(rows)) {}

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] const std::vector<places>& rows() const { return rows_; }

    [[nodiscard]] bool holds(op o, int l, int r) const { return cross::holds(o, l, r, compared_); }
    [[nodiscard]] asked comparison(op o, const side& l, const side& r) const {
        return {l.text() + " " + std::string{op_names[static_cast<std::size_t>(o)]} + " " + r.text(),
                [=, this](const places& p) { return holds(o, l.in(p), r.in(p)); }};
    }
    [[nodiscard]] asked between(const side& x, const side& low, const side& high) const {
        return {x.text() + " between " + low.text() + " and " + high.text(), [=, this](const places& p) {
                    return holds(op::ge, x.in(p), low.in(p)) && holds(op::le, x.in(p), high.in(p));
                }};
    }
    /// In each second sample.
    [[nodiscard]] asked among(const side& x, std::size_t from) const {
        return {x.text() + " in each second sample", [=, this](const places& p) {
                    for (std::size_t s = from; s < compared_.size(); s += 2)
                        if (holds(op::eq, x.in(p), static_cast<int>(s))) return true;
                    return false;
                }};
    }
    [[nodiscard]] static asked opposite(const asked& of) {
        return {"not " + of.what, [of](const places& p) { return !of.meaning(p); }};
    }
    [[nodiscard]] static asked always(std::string what, bool answer) {
        return {std::move(what), [answer](const places&) { return answer; }};
    }
    [[nodiscard]] static asked either(const asked& l, const asked& r) {
        return {l.what + " or " + r.what, [l, r](const places& p) { return l.meaning(p) || r.meaning(p); }};
    }
    [[nodiscard]] static asked both(const asked& l, const asked& r) {
        return {l.what + " and " + r.what, [l, r](const places& p) { return l.meaning(p) && r.meaning(p); }};
    }

    template <class P>
    void ask(asker& of, const asked& q, const P& p) const {
        try {
            compare(q, of(p));
        } catch (const df::error& e) {
            ADD_FAILURE() << name_ << ": " << q.what << ": " << e.what();
        }
    }

    /// Tells where the answers differ from what is expected, at most three times.
    void compare(const asked& q, const std::vector<answer>& found) const {
        ASSERT_EQ(found.size(), rows_.size()) << name_ << ": " << q.what;
        int told = 0;
        for (std::size_t i = 0; i < rows_.size() && told < 3; ++i) {
            const int wanted = q.meaning(rows_[i]) ? 1 : 2;
            if (found[i].held == wanted) continue;
            ++told;
            ADD_FAILURE() << name_ << ": " << q.what << where(i) << " (-1 is NULL): expected "
                          << (wanted == 1 ? "true" : "false") << ", the database says " << found[i].held
                          << " (1 true, 2 false, 0 neither)";
        }
    }
    [[nodiscard]] std::string where(std::size_t row) const {
        const auto& r = rows_[row];
        return ", a = sample " + std::to_string(r.a) + ", m = sample " + std::to_string(r.m) +
               ", n = sample " + std::to_string(r.n);
    }
    /// Whether these are the rows, by their positions, ordered by m.
    void expect_order(const std::string& what, bool down, bool nulls_first,
                      const std::vector<std::int64_t>& found) const {
        std::vector<std::size_t> wanted(rows_.size());
        for (std::size_t i = 0; i < wanted.size(); ++i) wanted[i] = i;
        std::stable_sort(wanted.begin(), wanted.end(), [&](std::size_t x, std::size_t y) {
            const int l = rows_[x].m;
            const int r = rows_[y].m;
            if (l < 0 || r < 0) return l < 0 && r < 0 ? down && y < x : (l < 0) == nulls_first;
            const int c = compared_[static_cast<std::size_t>(l)][static_cast<std::size_t>(r)];
            return c == 0 ? down && y < x : down ? c > 0 : c < 0;
        });
        ASSERT_EQ(found.size(), wanted.size());
        for (std::size_t i = 0; i < wanted.size(); ++i)
            if (found[i] != static_cast<std::int64_t>(wanted[i])) {
                ADD_FAILURE() << name_ << " in order, " << what << ": another record at place " << i;
                return;
            }
    }

  private:
    std::string name_;
    comparisons compared_;
    std::vector<places> rows_;
};
/// As EXPECT_TRUE, which is much to compile in a template.
inline void expect(bool fine, const std::string& what) { EXPECT_TRUE(fine) << what; }

template <class... T>
using database_of = df::database<Parent<std::int64_t>, Parent<std::string>, Parent<df::uuid>, Pair<T>...>;

/// Where the three values are: in columns of their own.
template <class T>
struct in_columns {
    using row = Pair<T>;
    static constexpr auto a = field<&row::a>;
    static constexpr auto m = field<&row::m>;
    static constexpr auto n = field<&row::n>;
    static std::vector<T> samples() { return kind<T>::samples(); }
    static std::string name() { return std::string{kind<T>::name}; }
    static row made(const T& a, const std::optional<T>& m, const std::optional<T>& n) {
        return {{}, a, m, n};
    }
};

/// The operators over one type.
template <class T, class Db, class Places = in_columns<T>>
class crossing {
  public:
    using row = typename Places::row;
    static constexpr auto a = Places::a;
    static constexpr auto m = Places::m;
    static constexpr auto n = Places::n;

    explicit crossing(Db& db)
        : db_(db), samples_(Places::samples()),
          known_(Places::name(), compared<T>(samples_), all_places(samples_.size())),
          ask_(df::schema::table_of<row>, questions_of(db)) {
        std::vector<row> all;
        for (const auto& r : known_.rows())
            all.push_back(Places::made(samples_[static_cast<std::size_t>(r.a)], at(r.m), at(r.n)));
        db_.run(df::bulk_create(all));
    }

    void compare() {
        each_op<op::eq, op::ne>();
        if constexpr (kind<T>::ordered) {
            each_op<op::lt, op::le, op::gt, op::ge>();
            between();
        }
        sets();
        nulls();
    }
    [[nodiscard]] std::size_t size() const { return known_.rows().size(); }
    /// For predicates of one's own.
    template <class P>
    void ask(const asked& what, const P& p) {
        known_.ask(ask_, what, p);
    }

    void assign() {
        is(" comes back", [](places p) { return p; });
        db_.run(df::bulk_update<row>(df::everything, m = n, n = m, a = a)); // all from the row as it was
        is(" m = n, n = m", [](places p) { return places{p.a, p.n, p.m}; });
        db_.run(df::bulk_update<row>(df::everything, m = n, n = a));
        is(" m = n, n = a", [](places p) { return places{p.a, p.m, p.a}; });
        const std::optional<T> none{};
        db_.run(df::bulk_update<row>(m == none, n = std::nullopt));
        is(" n = nullopt", [](places p) { return places{p.a, p.m, p.m < 0 ? -1 : p.a}; });
        db_.run(df::bulk_update<row>(m != none, n = none));
        is(" n = an empty optional", [](places p) { return places{p.a, p.m, -1}; });
        const auto keys = all_rows();
        for (std::size_t s = 0; s < samples_.size(); ++s) {
            const T v = samples_[s];
            const auto changed =
                db_.run(df::update<row>(keys.at(s).id, a = v, m = std::optional<T>{v}, n = v));
            expect(same(changed.a, v) && same(changed.m, v) && same(changed.n, v),
                   known_.name() + " = sample " + std::to_string(s));
            db_.run(df::bulk_update<row>(df::everything, m = v));
            expect(same(all_rows().at(2).m, v),
                   known_.name() + " = sample " + std::to_string(s) + " in many");
        }
    }

    /// Upwards, downwards, NULL first and last.
    void order() {
        sorted("upwards", false, true, df::list<row>().order_by(m));
        sorted("downwards", true, false, df::list<row>().order_by(df::desc(m)));
        sorted("upwards, NULL last", false, false, df::list<row>().order_by(df::asc(m).nulls_last()));
        sorted("downwards, NULL first", true, true, df::list<row>().order_by(df::desc(m).nulls_first()));
    }

  private:
    [[nodiscard]] std::optional<T> at(int place) const {
        if (place < 0) return std::nullopt;
        return samples_[static_cast<std::size_t>(place)];
    }
    [[nodiscard]] static bool same(const std::optional<T>& x, const std::optional<T>& y) {
        return x.has_value() == y.has_value() && (!x || kind<T>::compare(*x, *y) == 0);
    }
    [[nodiscard]] auto all_rows() { return db_.run(df::list<row>().order_by(field<&row::id>)).records; }
    /// The rows are as expected, of those that were created.
    void is(const char* what, places (*expected)(places)) {
        const auto found = all_rows();
        const auto& rows = known_.rows();
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const places p = expected(rows[i]);
            const auto& one = found.at(i);
            if (same(one.a, at(p.a)) && same(one.m, at(p.m)) && same(one.n, at(p.n))) continue;
            return expect(false, known_.name() + what + known_.where(i));
        }
        expect(found.size() == rows.size(), known_.name() + what);
    }
    template <class L>
    void sorted(const char* what, bool down, bool nulls_first, const L& list) {
        if (!first_) first_ = db_.run(df::list<row>().limit(1)).records.at(0).id.value;
        std::vector<std::int64_t> found;
        for (const auto& each : db_.run(list).records) found.push_back(each.id.value - *first_);
        known_.expect_order(what, down, nulls_first, found);
    }

    template <op... O>
    void each_op() {
        (one_op<O>(), ...);
    }
    template <op O>
    void one_op() {
        const auto& k = known_;
        for (std::size_t s = 0; s < samples_.size(); ++s) {
            const T v = samples_[s];
            ask(k.comparison(O, in_a, sample(s)), apply<O>(a, v));
            ask(k.comparison(O, in_m, sample(s)), apply<O>(m, v));
            ask(k.comparison(O, sample(s), in_m), apply<O>(v, m));
            ask(k.comparison(O, in_m, optional_sample(s)), apply<O>(m, std::optional<T>{v}));
        }
        ask(k.comparison(O, in_m, nothing), apply<O>(m, std::optional<T>{}));
        ask(k.comparison(O, in_a, nothing), apply<O>(a, std::optional<T>{}));
        ask(k.comparison(O, in_a, in_m), apply<O>(a, m));
        ask(k.comparison(O, in_m, in_a), apply<O>(m, a));
        ask(k.comparison(O, in_m, in_n), apply<O>(m, n));
    }
    void between() {
        for (std::size_t s = 0; s < samples_.size(); ++s)
            for (std::size_t t = 0; t < samples_.size(); t += 1 + samples_.size() / 8) {
                const T low = samples_[s];
                const T high = samples_[t];
                ask(known_.between(in_m, sample(s), sample(t)), m.between(low, high));
            }
        const T low = samples_.front();
        ask(known_.between(in_a, sample(0), in_m), a.between(low, m));
        ask(known_.between(in_m, in_n, in_a), m.between(n, a));
    }
    void sets() {
        for (const std::size_t from : {0U, 1U}) { // each second sample; twice the same does no harm
            std::vector<T> list;
            for (std::size_t s = from; s < samples_.size(); s += 2) list.insert(list.end(), 2, samples_[s]);
            ask(known_.among(in_a, from), a.in(list));
            ask(known_.among(in_m, from), m.in(list));
            ask(known_.opposite(known_.among(in_m, from)), m.not_in(list));
        }
        ask(known_.always("m in nothing", false), m.in(std::vector<T>{}));
        ask(known_.always("a not in nothing", true), a.not_in(std::vector<T>{}));
    }
    void nulls() {
        const auto& k = known_;
        const auto null = [&](const side& x) { return k.comparison(op::eq, x, nothing); };
        const auto equal = k.comparison(op::eq, in_m, in_n);
        ask(null(in_m), m.is_null());
        ask(k.opposite(null(in_m)), m.not_null());
        ask(k.either(null(in_m), equal), m == std::nullopt || m == n);
        ask(k.both(equal, k.opposite(null(in_n))), !(m != n) && n != std::nullopt);
        const T v = samples_.back();
        const auto last = sample(samples_.size() - 1);
        ask(k.opposite(k.both(k.comparison(op::eq, in_m, last), k.comparison(op::ne, in_n, last))),
            !(m.in(std::vector<T>{v}) && n.not_in(std::vector<T>{v})));
    }

    Db& db_;
    std::vector<T> samples_;
    known_rows known_;
    asker ask_;
    std::optional<std::int64_t> first_{};
};

/// What the ids refer to.
template <class Db>
void create_parents(Db& db) {
    const auto make = [&]<class Rep>(Rep) {
        std::vector<Parent<Rep>> all;
        for (const auto& key : kind<df::id<Parent<Rep>, Rep>>::samples()) all.push_back({key, {}});
        db.run(df::bulk_create(all));
    };
    make(std::int64_t{});
    make(std::string{});
    make(df::uuid{});
}

class crossing_test : public support::database_test {
  protected:
    template <class... T>
    void cross_all() {
        database_of<T...> db{url()};
        create_parents(db);
        (cross_one<T>(db), ...);
    }

  private:
    template <class T, class Db>
    static void cross_one(Db& db) {
        crossing<T, Db> c{db};
        c.compare();
        c.order();
        c.assign();
    }
};

} // namespace cross
