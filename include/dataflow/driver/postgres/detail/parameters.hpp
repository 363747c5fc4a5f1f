// The parameters of a statement, as libpq wants them: values, lengths, formats and types.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/driver/postgres/detail/buffer.hpp>
#include <dataflow/driver/postgres/detail/encode.hpp>
#include <dataflow/driver/postgres/detail/fault.hpp>
#include <dataflow/driver/postgres/detail/object.hpp>
#include <dataflow/driver/postgres/detail/wire.hpp>
#include <dataflow/sql/bindings.hpp>
#include <dataflow/sql/value_source.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

namespace dataflow::driver::postgres_ {

/// Encodes parameters. Belongs to a connection and is reused: once its arrays have grown to what the
/// statements need, encoding allocates nothing. Text and bytes are sent from where they are.
class parameters {
  public:
    /// Encodes all, as a statement's notes say; rows give an array for each of their fields. Throws
    /// `invalid_value`.
    void assign(const subject& about, std::span<const sql::value_source> sources, const sql::bindings& from) {
        begin(sources.size());
        for (const auto& source : sources) {
            using origin = sql::value_source::origin;
            switch (source.from) {
            case origin::given: add_given(about, from.given, source.index); break;
            case origin::argument: add_given(about, from.arguments, source.index); break;
            case origin::field: add(about, load(from.fields[source.index], from.record)); break;
            case origin::key: add(about, load(from.key_fields[source.index], from.key)); break;
            case origin::rows: add_array(about, *from.rows, from.rows->fields[source.index]); break;
            case origin::now: add(about, value::of_integer(storage::timestamp, from.now)); break;
            case origin::limit: add(about, value::of_integer(storage::int64, from.limit)); break;
            case origin::offset: add(about, value::of_integer(storage::int64, from.offset)); break;
            case origin::session: add_session(about, from.session, source.index); break;
            case origin::updated: break; // SQLite alone counts so
            }
            // Of a column without a zone, which is in UTC: the bytes are the same.
            if (source.form != 0 && types_[count_ - 1] == type_of(storage::timestamp))
                types_[count_ - 1] = oid::timestamp;
        }
        end();
    }

    [[nodiscard]] int count() const noexcept { return static_cast<int>(types_.size()); }
    [[nodiscard]] const std::vector<type_number>& types() const noexcept { return types_; }
    [[nodiscard]] const char* const* values() const noexcept { return values_.data(); }
    [[nodiscard]] const int* lengths() const noexcept { return lengths_.data(); }
    [[nodiscard]] const int* formats() const noexcept { return formats_.data(); }

  private:
    static constexpr std::size_t none = SIZE_MAX;
    struct small_slot {
        small_value bytes;
    };

    void begin(std::size_t wanted) {
        arrays_.clear();
        types_.resize(wanted);
        values_.resize(wanted);
        lengths_.resize(wanted);
        small_.resize(wanted);
        offsets_.assign(wanted, none);
        formats_.resize(wanted, 1);
        count_ = total_ = 0;
    }
    /// The buffer may have moved while it grew: addresses are known only now.
    void end() noexcept {
        for (std::size_t i = 0; i < count_; ++i)
            if (offsets_[i] != none) values_[i] = arrays_.data() + offsets_[i];
    }

    void add_given(const subject& about, std::span<const value> values, std::size_t i) {
        if (i >= values.size())
            raise(error_kind::database_error,
                  about.info("the statement takes more values than it was given"));
        const auto& v = values[i];
        if (v.held == value::form::rows) add_array(about, *v.rows, v.rows->fields[0]);
        else add(about, v);
    }
    void add_session(const subject& about, const sql::session_values* session, std::size_t which) {
        const auto v = sql::value_of_session(session, which);
        if (v.is_null() && sql::is_required(static_cast<sql::session_value>(which)))
            raise(error_kind::protected_operation, about.info(std::string{sql::session_value_missing}));
        add(about, v);
    }
    void add_array(const subject& about, const rows_view& rows, const field_access& field) {
        const auto n = count_++;
        offsets_[n] = arrays_.size();
        append_array(about, rows, field, total_);
        types_[n] = array_type_of(field.type->stored);
        lengths_[n] = static_cast<int>(arrays_.size() - offsets_[n]);
        total_ += static_cast<std::size_t>(lengths_[n]);
    }
    void add(const subject& about, const value& v) {
        const auto n = count_++;
        types_[n] = type_of(v.stored);
        if (v.held == value::form::mapped ||
            v.held == value::form::object) { // what is sent lives for the call only
            offsets_[n] = arrays_.size();
            if (v.held == value::form::object) append_object(about, v, false, arrays_);
            else with_encoded(about, v, [&](const encoded& one) { arrays_.append({one.data, one.size}); });
            lengths_[n] = static_cast<int>(arrays_.size() - offsets_[n]);
            if (lengths_[n] == 0) (void)arrays_.extend(1); // an address, for NULL has none
        } else {
            const auto one = encode(about, v, small_[n].bytes);
            values_[n] = one.data;
            lengths_[n] = static_cast<int>(one.size);
        }
        total_ += static_cast<std::size_t>(lengths_[n]) + 16;
        if (total_ > size_limit) refuse(about, v.field, too_large);
    }

    /// An array in binary form: dimensions, whether it has NULLs, element type, length, lower bound;
    /// then each element's length and bytes. One pass over the rows.
    void append_array(const subject& about, const rows_view& rows, const field_access& field,
                      std::size_t before) {
        const std::size_t start = arrays_.size();
        const auto element = is_array(field.type->stored) ? oid::text : type_of(field.type->stored);
        if (rows.count == 0) {
            char* head = arrays_.extend(12);
            put(head, std::int32_t{0});
            put(head + 4, std::int32_t{0});
            put(head + 8, element);
            return;
        }
        // Each element takes 4 bytes at least: this bounds the count by what an int32 holds.
        if (rows.count > size_limit / 4) refuse(about, field.name, too_large);
        char* head = arrays_.extend(20);
        put(head, std::int32_t{1});
        put(head + 8, element);
        put(head + 12, static_cast<std::int32_t>(rows.count));
        put(head + 16, std::int32_t{1});
        bool nulls = false;
        for (std::size_t i = 0; i < rows.count; ++i) {
            const auto v = load(field, rows.row(i));
            if (v.held == value::form::object) {
                append_sized(about, v, true, arrays_);
                if (before + (arrays_.size() - start) > size_limit) refuse(about, field.name, too_large);
                continue;
            }
            with_encoded(about, v, [&](const encoded& one) {
                if (before + (arrays_.size() - start) + one.size + 4 > size_limit)
                    refuse(about, field.name, too_large);
                char* at = arrays_.extend(4 + one.size);
                if (one.data == nullptr) {
                    nulls = true;
                    put(at, std::int32_t{-1});
                    return;
                }
                put(at, static_cast<std::int32_t>(one.size));
                std::memcpy(at + 4, one.data, one.size);
            });
        }
        put(arrays_.data() + start + 4, std::int32_t{nulls ? 1 : 0});
    }

    std::vector<type_number> types_;
    std::vector<const char*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
    std::vector<std::size_t> offsets_; // of arrays in their buffer; `none` for single values
    std::vector<small_slot> small_;
    buffer arrays_;
    std::size_t count_ = 0; // of those that are encoded
    std::size_t total_ = 0; // their bytes
};

} // namespace dataflow::driver::postgres_
