// What the bits of a statement's variant mean: one statement may have several texts. The bits from 8 on
// belong to the optional parts of its predicate.
#pragma once

#include <cstdint>

namespace dataflow::rooms::sql {

/// Of a SELECT.
struct list_variant {
    static constexpr std::uint64_t limit = 1;
    static constexpr std::uint64_t offset = 2;
    static constexpr std::uint64_t after = 4;  ///< continues after a row, whose keys are arguments
    static constexpr std::uint64_t having = 4; ///< of one with groups: its `having` is there
    static constexpr std::uint64_t filter = 8; ///< something of the predicate is there
    static constexpr std::uint64_t all = 15;
    static constexpr std::uint64_t seek =
        32; ///< of a page of a select: continues after a row, whose keys are arguments
    static constexpr std::uint64_t keys = 16; ///< it gives the values of the expressions of its order, too
};

/// Of any statement that reads tables whose options hide rows.
struct policy_variant {
    static constexpr std::uint64_t with_deleted = 128; ///< records that are marked as deleted are seen, too
    static constexpr std::uint64_t only_deleted =
        with_deleted | 64; ///< and of the first table no others; of a table's DELETE, too
    /// Past versions are read, in place of the tables: those of a time (sql/as_of.hpp).
    static constexpr std::uint64_t as_of = std::uint64_t{1} << 63;
    /// Records of all tenants are seen; those of two tenants never stand together (sql/detail/meeting.hpp).
    static constexpr std::uint64_t all_tenants = std::uint64_t{1} << 62;
    static constexpr std::uint64_t highest = as_of | all_tenants; ///< above those of optional parts
};

/// Of an INSERT.
struct insert_variant {
    static constexpr std::uint64_t key_made = 1;     ///< the database makes the key: its column is left out
    static constexpr std::uint64_t with_ids = 2;     ///< of rows: the keys come back, in input order
    static constexpr std::uint64_t skip = 4;         ///< of rows: on conflict, leave the record that is there
    static constexpr std::uint64_t replace = 8;      ///< of rows: on conflict, set the record that is there
    static constexpr std::uint64_t partitioned = 16; ///< PostgreSQL: an upsert into a partitioned table

    // The statements that go with an insert have its id; no insert has both `skip` and `replace`.
    static constexpr std::uint64_t advance = skip | replace;      ///< PostgreSQL: moves the key's sequence on
    static constexpr std::uint64_t keys = skip | replace | 1;     ///< reads keys by the conflict target
    static constexpr std::uint64_t is_there = skip | replace | 2; ///< asks for one key
    static constexpr std::uint64_t turn = skip | replace | 3;     ///< PostgreSQL: one program after another
};

/// Of a write of one record.
struct single_variant {
    static constexpr std::uint64_t at_version =
        1;                                    ///< only where the record has the version that the caller names
    static constexpr std::uint64_t watch = 2; ///< PostgreSQL: also gives whether the table has triggers
    static constexpr std::uint64_t filter = list_variant::filter;

    // The statements that follow such a write have its id.
    static constexpr std::uint64_t is_there = 14; ///< asks for the record
    static constexpr std::uint64_t stored = 15;   ///< reads it
};

/// Of an UPDATE or a DELETE of many records.
struct bulk_variant {
    static constexpr std::uint64_t limit = list_variant::limit;
    static constexpr std::uint64_t filter = list_variant::filter;
    static constexpr std::uint64_t at_version = 4; ///< by rows: each names the version that its record has
    static constexpr std::uint64_t together =
        16; ///< SQLite: a delete by keys is one statement for all of them
    // Records of a table that refer to each other are marked as deleted in two steps: first all of them, and
    // then, when the children of each are known to go with it, with the time.
    static constexpr std::uint64_t leave = 32;
    static constexpr std::uint64_t gone = 64;
    static constexpr std::uint64_t first_missing =
        1; ///< of an update by rows: the statement that looks for a missing key
};

} // namespace dataflow::rooms::sql
