// What a careful programmer writes with libpq: prepared statements, binary both ways, COPY and UNNEST.
#pragma once

#include "harness.hpp"
#include "model.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

/// Bytes in network order.
class wire {
  public:
    void clear() { bytes_.clear(); }
    void i16(std::int16_t v) { put(__builtin_bswap16(static_cast<std::uint16_t>(v))); }
    void i32(std::int32_t v) { put(__builtin_bswap32(static_cast<std::uint32_t>(v))); }
    void i64(std::int64_t v) { put(__builtin_bswap64(static_cast<std::uint64_t>(v))); }
    void f64(double v) { put(__builtin_bswap64(std::bit_cast<std::uint64_t>(v))); }
    void byte(char c) { bytes_ += c; }
    void text(std::string_view t) { bytes_ += t; }
    [[nodiscard]] const char* data() const { return bytes_.data(); }
    [[nodiscard]] int size() const { return static_cast<int>(bytes_.size()); }

  private:
    template <class U>
    void put(U v) {
        bytes_.append(reinterpret_cast<const char*>(&v), sizeof v);
    }
    std::string bytes_;
};

class hand_postgres {
  public:
    explicit hand_postgres(const std::string& url) : c_(PQconnectdb(url.c_str())) {
        if (PQstatus(c_) != CONNECTION_OK) failed();
        prepare(
            "insert",
            "INSERT INTO users (name, email, age, active, score) VALUES ($1, $2, $3, $4, $5) RETURNING id",
            {25, 25, 23, 16, 701});
        prepare("insert_returning",
                "INSERT INTO users (name, email, age, active, score) VALUES ($1, $2, $3, $4, $5) RETURNING "
                "id, name, email, age, active, score",
                {25, 25, 23, 16, 701});
        prepare("read", "SELECT id, name, email, age, active, score FROM users WHERE id = $1", {20});
        prepare("update", "UPDATE users SET score = $1 WHERE id = $2", {701, 20});
        prepare("update_returning",
                "UPDATE users SET score = $1 WHERE id = $2 RETURNING id, name, email, age, active, score",
                {701, 20});
        prepare("erase", "DELETE FROM users WHERE id = $1", {20});
        prepare("list",
                "SELECT id, name, email, age, active, score FROM users WHERE active = $1 AND age >= $2 AND "
                "score < $3 ORDER BY id LIMIT $4",
                {16, 23, 701, 20});
        prepare("scan", "SELECT id, name, email, age, active, score FROM users ORDER BY id", {});
        prepare("bulk_update", "UPDATE users SET score = score + $1 WHERE age >= $2", {701, 23});
        prepare("count", "SELECT count(*) FROM users WHERE active = $1", {16});
        prepare("bulk_insert",
                "INSERT INTO users (name, email, age, active, score) SELECT * FROM unnest($1::text[], "
                "$2::text[], $3::int[], $4::bool[], $5::float8[]) RETURNING id",
                {1009, 1009, 1007, 1000, 1022});
        prepare("bulk_update_rows",
                "UPDATE users SET name = r.n, email = r.e, age = r.a, active = r.b, score = r.s FROM "
                "unnest($1::text[], $2::text[], $3::int[], $4::bool[], $5::float8[], $6::int8[]) AS r(n, e, "
                "a, b, s, i) WHERE id = r.i",
                {1009, 1009, 1007, 1000, 1022, 1016});
        prepare("bulk_upsert",
                "INSERT INTO users (name, email, age, active, score, id) SELECT * FROM unnest($1::text[], "
                "$2::text[], $3::int[], $4::bool[], $5::float8[], $6::int8[]) "
                "ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, age = "
                "excluded.age, active = excluded.active, score = excluded.score",
                {1009, 1009, 1007, 1000, 1022, 1016});
        prepare("bulk_delete", "DELETE FROM users WHERE id = ANY($1)", {1016});
        prepare("customer", "INSERT INTO customers (name) VALUES ($1) RETURNING id", {25});
        prepare("order", "INSERT INTO orders (customer_id, total) VALUES ($1, $2) RETURNING id", {20, 701});
        prepare("payment", "INSERT INTO payments (order_id, amount) VALUES ($1, $2) RETURNING id", {20, 701});
    }
    hand_postgres(const hand_postgres&) = delete;
    hand_postgres& operator=(const hand_postgres&) = delete;
    ~hand_postgres() { PQfinish(c_); }

    void script(const char* text) { PQclear(checked(PQexec(c_, text))); }
    void begin() { script("BEGIN"); }
    void commit() { script("COMMIT"); }

    void create(User& u) {
        arguments a;
        fields(a, u);
        auto* r = run("insert", a);
        u.id.value = i64(r, 0, 0);
        PQclear(r);
    }
    /// The record comes back as it was stored.
    void create_returning(User& u) {
        arguments a;
        fields(a, u);
        auto* r = run("insert_returning", a);
        row(r, 0, u);
        PQclear(r);
    }
    [[nodiscard]] bool read(std::int64_t id, User& out) {
        arguments a;
        a.i64(id);
        auto* r = run("read", a);
        const bool found = PQntuples(r) == 1;
        if (found) row(r, 0, out);
        PQclear(r);
        return found;
    }
    bool update(std::int64_t id, double score) {
        arguments a;
        a.f64(score);
        a.i64(id);
        auto* r = run("update", a);
        const bool found = PQcmdTuples(r)[0] == '1';
        PQclear(r);
        return found;
    }
    bool update_returning(std::int64_t id, double score, User& out) {
        arguments a;
        a.f64(score);
        a.i64(id);
        auto* r = run("update_returning", a);
        const bool found = PQntuples(r) == 1;
        if (found) row(r, 0, out);
        PQclear(r);
        return found;
    }
    bool erase(std::int64_t id) {
        arguments a;
        a.i64(id);
        auto* r = run("erase", a);
        const bool found = PQcmdTuples(r)[0] == '1';
        PQclear(r);
        return found;
    }
    [[nodiscard]] std::vector<User> list(bool active, int age, double score, int limit) {
        arguments a;
        a.boolean(active);
        a.i32(age);
        a.f64(score);
        a.i64(limit);
        return rows(run("list", a));
    }
    [[nodiscard]] std::vector<User> scan() { return rows(run("scan", arguments{})); }
    /// Calls `use(const User&)` for each as the server sends them.
    template <class Use>
    void each(Use use) {
        if (PQsendQueryPrepared(c_, "scan", 0, nullptr, nullptr, nullptr, 1) != 1 ||
            PQsetSingleRowMode(c_) != 1)
            failed();
        User u;
        while (auto* r = PQgetResult(c_)) {
            if (PQresultStatus(r) == PGRES_SINGLE_TUPLE) {
                row(r, 0, u);
                use(u);
            } else if (PQresultStatus(r) != PGRES_TUPLES_OK) failed();
            PQclear(r);
        }
    }
    /// Binary COPY, in pieces of 64 KiB.
    template <class Rows>
    void copy(const Rows& rows) {
        PQclear(
            checked(PQexec(c_, "COPY users (name, email, age, active, score) FROM STDIN (FORMAT binary)")));
        wire& w = copy_;
        w.clear();
        w.text({"PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19});
        for (const auto& u : rows) {
            w.i16(5);
            w.i32(static_cast<std::int32_t>(u.name.size()));
            w.text(u.name);
            w.i32(static_cast<std::int32_t>(u.email.size()));
            w.text(u.email);
            w.i32(4);
            w.i32(u.age);
            w.i32(1);
            w.byte(u.active ? '\1' : '\0');
            w.i32(8);
            w.f64(u.score);
            if (w.size() >= 65536) {
                if (PQputCopyData(c_, w.data(), w.size()) != 1) failed();
                w.clear();
            }
        }
        w.i16(-1);
        if (PQputCopyData(c_, w.data(), w.size()) != 1 || PQputCopyEnd(c_, nullptr) != 1) failed();
        while (auto* r = PQgetResult(c_)) PQclear(checked(r));
    }
    /// `UNNEST ... RETURNING`, 5,000 rows a statement, in one transaction.
    void bulk_create_ids(const std::vector<User>& rows, std::vector<std::int64_t>& ids) {
        begin();
        in_batches(rows, 5000, [&](const User* first, std::size_t n) {
            auto* r = run_rows("bulk_insert", first, n, false);
            const int made = PQntuples(r);
            for (int i = 0; i < made; ++i) ids.push_back(i64(r, i, 0));
            PQclear(r);
        });
        commit();
    }
    std::int64_t bulk_update(double more, int age) {
        arguments a;
        a.f64(more);
        a.i32(age);
        auto* r = run("bulk_update", a);
        const auto n = std::strtoll(PQcmdTuples(r), nullptr, 10);
        PQclear(r);
        return n;
    }
    /// One statement for all rows: the larger the batch the better.
    void bulk_update_rows(const std::vector<User>& rows) {
        begin();
        in_batches(rows, 50000, [&](const User* first, std::size_t n) {
            PQclear(run_rows("bulk_update_rows", first, n, true));
        });
        commit();
    }
    void bulk_upsert(const std::vector<User>& rows) {
        begin();
        in_batches(rows, 5000, [&](const User* first, std::size_t n) {
            PQclear(run_rows("bulk_upsert", first, n, true));
        });
        commit();
    }
    void bulk_delete(const std::vector<df::id<User>>& keys) {
        auto& a = arrays_[0];
        header(a, 20, keys.size());
        for (const auto& k : keys) {
            a.i32(8);
            a.i64(k.value);
        }
        const char* values[] = {a.data()};
        const int lengths[] = {a.size()};
        const int formats[] = {1};
        PQclear(checked(PQexecPrepared(c_, "bulk_delete", 1, values, lengths, formats, 1)));
    }
    [[nodiscard]] std::int64_t count(bool active) {
        arguments a;
        a.boolean(active);
        auto* r = run("count", a);
        const auto n = i64(r, 0, 0);
        PQclear(r);
        return n;
    }
    /// One statement a record, in a transaction: the usual way, five round trips.
    void chain(const std::string& name, double total) {
        begin();
        arguments a;
        a.text(name);
        auto key = returned_key(run("customer", a));
        arguments b;
        b.i64(key);
        b.f64(total);
        key = returned_key(run("order", b));
        arguments d;
        d.i64(key);
        d.f64(total);
        returned_key(run("payment", d));
        commit();
    }

  private:
    /// Parameters in binary form.
    struct arguments {
        const char* values[8];
        int lengths[8];
        int formats[8] = {1, 1, 1, 1, 1, 1, 1, 1};
        char small[8][8];
        int size = 0;

        void text(const std::string& t) { add(t.data(), static_cast<int>(t.size())); }
        void i32(std::int32_t v) { number(__builtin_bswap32(static_cast<std::uint32_t>(v))); }
        void i64(std::int64_t v) { number(__builtin_bswap64(static_cast<std::uint64_t>(v))); }
        void f64(double v) { number(__builtin_bswap64(std::bit_cast<std::uint64_t>(v))); }
        void boolean(bool v) { number(static_cast<std::uint8_t>(v ? 1 : 0)); }

      private:
        template <class U>
        void number(U v) {
            std::memcpy(small[size], &v, sizeof v);
            add(small[size], sizeof v);
        }
        void add(const char* data, int n) {
            values[size] = data;
            lengths[size] = n;
            ++size;
        }
    };
    static void fields(arguments& a, const User& u) {
        a.text(u.name);
        a.text(u.email);
        a.i32(u.age);
        a.boolean(u.active);
        a.f64(u.score);
    }

    void prepare(const char* name, const char* text, const std::vector<Oid>& types) {
        PQclear(checked(PQprepare(c_, name, text, static_cast<int>(types.size()), types.data())));
    }
    PGresult* run(const char* name, const arguments& a) {
        return checked(PQexecPrepared(c_, name, a.size, a.values, a.lengths, a.formats, 1));
    }
    PGresult* checked(PGresult* r) {
        const auto s = PQresultStatus(r);
        if (s != PGRES_TUPLES_OK && s != PGRES_COMMAND_OK && s != PGRES_COPY_IN) failed();
        return r;
    }
    [[noreturn]] void failed() const { stop(std::string{"PostgreSQL: "} + PQerrorMessage(c_)); }

    static std::int64_t i64(const PGresult* r, int row, int column) {
        std::uint64_t v;
        std::memcpy(&v, PQgetvalue(r, row, column), sizeof v);
        return static_cast<std::int64_t>(__builtin_bswap64(v));
    }
    static std::int64_t returned_key(PGresult* r) {
        const auto key = i64(r, 0, 0);
        PQclear(r);
        return key;
    }
    static void row(const PGresult* r, int i, User& u) {
        u.id.value = i64(r, i, 0);
        u.name.assign(PQgetvalue(r, i, 1), static_cast<std::size_t>(PQgetlength(r, i, 1)));
        u.email.assign(PQgetvalue(r, i, 2), static_cast<std::size_t>(PQgetlength(r, i, 2)));
        std::uint32_t age;
        std::memcpy(&age, PQgetvalue(r, i, 3), sizeof age);
        u.age = static_cast<int>(__builtin_bswap32(age));
        u.active = *PQgetvalue(r, i, 4) != 0;
        u.score = std::bit_cast<double>(i64(r, i, 5));
    }
    static std::vector<User> rows(PGresult* r) {
        std::vector<User> out;
        const int n = PQntuples(r);
        out.reserve(static_cast<std::size_t>(n));
        for (int i = 0; i < n; ++i) row(r, i, out.emplace_back());
        PQclear(r);
        return out;
    }

    template <class Use>
    static void in_batches(const std::vector<User>& rows, std::size_t size, Use use) {
        for (std::size_t at = 0; at < rows.size(); at += size)
            use(rows.data() + at, std::min(size, rows.size() - at));
    }
    static void header(wire& a, std::int32_t type, std::size_t n) {
        a.clear();
        a.i32(1);
        a.i32(0);
        a.i32(type);
        a.i32(static_cast<std::int32_t>(n));
        a.i32(1);
    }
    PGresult* run_rows(const char* name, const User* first, std::size_t n, bool with_keys) {
        constexpr std::int32_t types[] = {25, 25, 23, 16, 701, 20};
        for (std::size_t i = 0; i < 6; ++i) header(arrays_[i], types[i], n);
        for (const auto* u = first; u != first + n; ++u) {
            arrays_[0].i32(static_cast<std::int32_t>(u->name.size()));
            arrays_[0].text(u->name);
            arrays_[1].i32(static_cast<std::int32_t>(u->email.size()));
            arrays_[1].text(u->email);
            arrays_[2].i32(4);
            arrays_[2].i32(u->age);
            arrays_[3].i32(1);
            arrays_[3].byte(u->active ? '\1' : '\0');
            arrays_[4].i32(8);
            arrays_[4].f64(u->score);
            if (!with_keys) continue;
            arrays_[5].i32(8);
            arrays_[5].i64(u->id.value);
        }
        const char* values[6];
        int lengths[6];
        constexpr int formats[] = {1, 1, 1, 1, 1, 1};
        for (std::size_t i = 0; i < 6; ++i) {
            values[i] = arrays_[i].data();
            lengths[i] = arrays_[i].size();
        }
        return checked(PQexecPrepared(c_, name, with_keys ? 6 : 5, values, lengths, formats, 1));
    }

    PGconn* c_;
    wire arrays_[6];
    wire copy_;
};

} // namespace bench
