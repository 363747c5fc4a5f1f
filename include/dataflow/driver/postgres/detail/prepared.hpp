// The statements of a connection, found by number, and what the server keeps of them.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/driver/named.hpp>
#include <dataflow/driver/postgres/detail/closing.hpp>
#include <dataflow/driver/postgres/detail/column_types.hpp>
#include <dataflow/driver/postgres/detail/decode.hpp>
#include <dataflow/driver/postgres/detail/fault.hpp>
#include <dataflow/driver/postgres/detail/handles.hpp>
#include <dataflow/driver/postgres/detail/link.hpp>
#include <dataflow/driver/postgres/detail/parameters.hpp>
#include <dataflow/driver/postgres/detail/statement_form.hpp>
#include <dataflow/driver/postgres/detail/statement_name.hpp>
#include <dataflow/driver/postgres/detail/wire.hpp>
#include <dataflow/sql/dialect.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::driver::postgres_ {

/// The statements of one connection.
class statement_cache {
  public:
    /// `most`: how many are kept; the one used least makes room.
    statement_cache(link& on, const driver::connection& of, statements how, std::size_t most) noexcept
        : link_(on), of_(of), closing_(on),
          named_(how == statements::automatic ? !on.pooled() : how == statements::named), most_(most) {}

    /// Where the values of a statement's parameters come from. Throws.
    [[nodiscard]] std::span<const sql::value_source> sources(const subject& about) {
        auto& entry = about.what->cache != nullptr ? kept(about) : once();
        if (!entry.written || &entry == &once_) {
            auto made = write(about);
            entry.text = std::move(made.text);
            entry.sources = std::move(made.sources);
            entry.forms = std::move(made.results);
            entry.written = true;
        }
        return entry.sources;
    }

    /// The form in which a statement is sent, made at first use in one round trip where the server keeps it,
    /// or where its result has to be looked at before it writes. As far as the result's columns are known,
    /// they are checked against the fields where there is a target. Throws.
    [[nodiscard]] prepared& find(const subject& about, const postgres_::parameters& given,
                                 const std::span<const field_access>* fields) {
        auto& entry = about.what->cache != nullptr ? kept(about) : once();
        if (entry.ready && entry.parameters != given.types()) drop(entry);
        if (!entry.ready) make(about, given, entry, fields);
        if (fields != nullptr && entry.described) check(about, entry, *fields);
        return entry;
    }

    /// Checks the columns of a result before its rows are read, and puts fields that are found by their names
    /// into their order. The table may have been changed since the columns were known. Throws
    /// `schema_mismatch`.
    void check_result(const subject& about, prepared& entry, const PGresult* result,
                      std::span<const field_access>& fields) {
        const auto count = static_cast<std::size_t>(PQnfields(result));
        bool same = entry.described && entry.columns.size() == count;
        for (std::size_t i = 0; same && i < count; ++i)
            same = PQftype(result, static_cast<int>(i)) == entry.columns[i];
        if (about.what->stores == sql::stored_columns::returned && entry.name.empty())
            for (std::size_t i = 0; same && i < count; ++i)
                same = PQfmod(result, static_cast<int>(i)) == entry.modifiers[i];
        if (about.what->raw && entry.name.empty())
            for (std::size_t i = 0; same && i < count; ++i) {
                const auto name = entry.named.items[i].name;
                same = name.empty() || name == PQfname(result, static_cast<int>(i));
            }
        if (!same) look_again(about, entry, result, fields);
        if (about.what->raw) fields = entry.named.span();
    }

    /// Whether the types of a table's columns are to be looked at together with a statement, which gives no
    /// record back.
    [[nodiscard]] static bool looks_at_columns(const subject& about) noexcept {
        return about.what->stores == sql::stored_columns::all ||
               about.what->stores == sql::stored_columns::chosen;
    }
    /// Whether the server keeps the form in which it is asked for these types. To describe it is an error
    /// once one of them has changed.
    [[nodiscard]] bool keeps_columns() const noexcept { return named_ && most_ != 0; }
    /// That form, made at first use in one round trip; the types were right then, or this throws
    /// `schema_mismatch`.
    [[nodiscard]] prepared& columns_of_table(const subject& about) {
        auto& form = look_of(*about.what->table);
        if (!form.ready) {
            form.name = statement_name(form.text, {});
            if (form.generation != 0) form.name += "_" + std::to_string(form.generation);
            prepare(about, nothing_given_, form, nullptr);
            form.ready = true;
        }
        const auto different = differences_of(about, form.columns, form.modifiers, of_.forms());
        if (different.none()) return form;
        discard(form); // the table may be mended before the next use
        different.fail(about);
    }
    /// The text that asks for these types, where the server does not keep it.
    [[nodiscard]] const std::string& columns_text(const subject& about) {
        return look_of(*about.what->table).text;
    }

    /// How many are kept.
    [[nodiscard]] std::size_t most() const noexcept { return most_; }

    /// Forgets all of them: another connection has taken the place of the one that had them.
    void clear() noexcept {
        entries_.clear();
        live_.clear();
        looks_.clear();
        closing_.clear();
        enumerations_.clear();
    }

    /// Takes note that the server has no current form of a statement. A failed transaction stays
    /// failed: then this throws `serialization_failure`, so that the whole of it is run again.
    void forget(const subject& about, prepared& entry, const PGresult* why) {
        const bool gone = report_field(why, PG_DIAG_SQLSTATE) == "26000";
        discard(entry, gone);
        if (looks_at_columns(about)) discard(look_of(*about.what->table), gone);
        if (link_.in_transaction()) run_again(about);
        link_.restore_session();
    }

  private:
    [[noreturn, gnu::cold]] void run_again(const subject& about) {
        link_.fail(about, error_kind::serialization_failure,
                   "a table was changed by someone else while the transaction ran; run it again");
    }

    /// Whether a column of a statement's result can be read into a field.
    [[nodiscard]] bool fits(const subject& about, const prepared& entry, std::size_t i,
                            const field_access& field) {
        const auto stored = field.type->stored;
        return readable(stored, entry.columns[i], of_.has_forms()) ||
               (entry.is_name(i) && stored == storage::text && is_enumeration(about, entry.columns[i]));
    }
    /// Whether a type is an enumeration: what the server sends of its values is their names.
    [[nodiscard]] inline bool is_enumeration(const subject& about, type_number type);

    // --- which are kept

    [[nodiscard]] inline prepared& kept(const subject& about);
    /// One that is not kept.
    [[nodiscard]] prepared& once() noexcept {
        once_.ready = once_.described = false;
        return once_;
    }
    /// False where no other statement can be kept now.
    [[nodiscard]] inline bool make_room();

    [[nodiscard]] inline prepared& look_of(const schema::table& t);

    // --- how they are closed

    /// Whether another statement of this connection has the same text, and so the same name.
    [[nodiscard]] inline bool has_twin(const prepared& entry) const noexcept;

    /// Gives a form up that nobody else needs; another statement of the same text may use it on.
    void drop(prepared& entry) {
        entry.ready = entry.described = entry.there = false;
        if (!entry.name.empty() && !has_twin(entry)) end(entry);
    }
    /// Gives a form up that is of no use any more, to all statements of its text. `gone`: the server has
    /// dropped it.
    inline void discard(prepared& entry, bool gone = false);
    void end(prepared& entry) {
        if (!closing_.close(entry.name)) ++entry.generation;
    }

    // --- what they give

    inline void check(const subject& about, prepared& entry, std::span<const field_access> fields);

    /// Checks the types of columns that were found by name. A whole number of any width goes into any other,
    /// each being checked when it is read.
    inline void check_named(const subject& about, prepared& entry);

    /// Takes the columns of a result, or of its description, for those of the statement.
    inline void learn(const subject& about, prepared& entry, const PGresult* from,
                      const std::span<const field_access>* fields);

    inline void look_again(const subject& about, prepared& entry, const PGresult* result,
                           std::span<const field_access> fields);

    // --- how they are made

    /// A statement's text. Whether pgvector is there is looked up once a connection, when a text depends on
    /// it.
    [[nodiscard]] inline sql::written_statement write(const subject& about);

    inline void make(const subject& about, const postgres_::parameters& given, prepared& entry,
                     const std::span<const field_access>* fields);

    /// Parse and Describe go out together.
    inline void prepare(const subject& about, const postgres_::parameters& given, prepared& entry,
                        const std::span<const field_access>* fields);

    /// What asks for the types of a table's columns. One for each table: they do not count among those that
    /// are kept.
    struct table_look {
        const schema::table* table;
        std::shared_ptr<prepared> form;
    };

    link& link_;
    const driver::connection& of_;
    closing closing_;
    bool named_;
    std::size_t most_;
    std::uint64_t uses_ = 0;
    std::vector<std::unique_ptr<prepared>> entries_; // by number
    std::vector<std::size_t> live_;                  // the numbers of those that are there
    std::vector<table_look> looks_;
    const postgres_::parameters nothing_given_{};
    prepared once_;
    std::optional<bool> vectors_;           // whether pgvector is there
    std::vector<type_number> enumerations_; // types that are known to be some
};

} // namespace dataflow::driver::postgres_

#include <dataflow/driver/postgres/detail/kept_statements.hpp>
#include <dataflow/driver/postgres/detail/prepare.hpp>
