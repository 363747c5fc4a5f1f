// What can be wrong with the lists of a model's options by themselves, whatever the fields are.
#pragma once

#include <dataflow/schema/options.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::schema::detail {

/// The first thing that is wrong with a model's options, and the list or the column that it is about.
struct option_flaw {
    enum class kind : std::uint8_t {
        none,
        bare_columns,
        unpaired_columns,
        unpaired_renames,
        unnamed_checks,
        list_too_long,
        altered,
        condition_too_long,
        unknown_column,
        no_foreign_key,
        never_null,
        other_type,
        no_enumerator,
        no_vector,
        no_text,
        kept_name,
        no_whole_key,
        json_column,
        managed_column,
        named_twice,
        other_key,
        marked_target,
        computed_key,
        no_kept_form,
        no_zoned_time,
        still_there,
        no_new_value,
        renamed_twice,
        secret_key,
        secrets_of_no_log,
        changes_by_itself,
        lacking_write,
        unique_changes,
        tenant_listed,
        managed_key,
        listed_twice
    };
    kind what = kind::none;
    std::string_view name{};

    [[nodiscard]] constexpr bool broken() const noexcept { return what != kind::none; }
};

/// The first list that is too long, else the first with a condition which is.
[[nodiscard]] constexpr option_flaw overfull_list(const options& o) {
    using kind = option_flaw::kind;
    const auto any = [](const index_list& list, bool conditions) {
        bool bad = !conditions && list.too_many;
        for (std::size_t i = 0; i < list.size; ++i)
            bad = bad || (conditions ? list.items[i].condition.too_long : list.items[i].columns.too_many);
        return bad;
    };
    if (o.unique.bare) return {kind::bare_columns, "unique"};
    if (o.indexes.bare) return {kind::bare_columns, "indexes"};
    if (o.columns.unpaired) return {kind::unpaired_columns, "columns"};
    if (o.columns.too_many) return {kind::list_too_long, "columns"};
    if (o.renamed.unpaired) return {kind::unpaired_renames, "renamed"};
    if (o.renamed.too_many) return {kind::list_too_long, "renamed"};
    if (o.renamed_values.unpaired) return {kind::unpaired_renames, "renamed_values"};
    if (o.renamed_values.too_many) return {kind::list_too_long, "renamed_values"};
    if (o.key.too_many) return {kind::list_too_long, "key"};
    if (o.kept.unpaired) return {kind::no_kept_form, "kept"};
    if (o.kept.too_many) return {kind::list_too_long, "kept"};
    if (o.zones.unpaired) return {kind::no_zoned_time, "zones"};
    if (o.zones.too_many) return {kind::list_too_long, "zones"};
    if (o.secrets.too_many) return {kind::list_too_long, "secrets"};
    if (o.immutable.too_many) return {kind::list_too_long, "immutable"};
    if (o.generated.too_many) return {kind::list_too_long, "generated"};
    if (o.lacks(write_kind::alter)) return {kind::altered, "without"};
    if (o.foreign_keys.too_many) return {kind::list_too_long, "foreign_keys"};
    for (std::size_t i = 0; i < o.foreign_keys.size; ++i)
        if (o.foreign_keys.items[i].columns.too_many) return {kind::list_too_long, "foreign_keys"};
    if (o.checks.unnamed) return {kind::unnamed_checks, "checks"};
    if (o.checks.too_many) return {kind::list_too_long, "checks"};
    if (any(o.unique, false)) return {kind::list_too_long, "unique"};
    if (any(o.indexes, false)) return {kind::list_too_long, "indexes"};
    if (o.similar.too_many) return {kind::list_too_long, "similar"};
    if (o.full_text.columns.too_many) return {kind::list_too_long, "full_text"};
    for (std::size_t i = 0; i < o.checks.size; ++i)
        if (o.checks.items[i].that.too_long) return {kind::condition_too_long, "checks"};
    if (any(o.unique, true)) return {kind::condition_too_long, "unique"};
    if (any(o.indexes, true)) return {kind::condition_too_long, "indexes"};
    return {};
}

/// The first option of a model that is only read which is about writing; empty where there is none.
[[nodiscard]] constexpr std::string_view find_option_for_writing(const options& o) {
    if (!o.read_only) return {};
    return o.unique.size != 0              ? "unique"
           : o.indexes.size != 0           ? "indexes"
           : o.checks.size != 0            ? "checks"
           : o.similar.size != 0           ? "similar"
           : o.full_text.columns.size != 0 ? "full_text"
           : o.reuse_keys                  ? "reuse_keys"
           : o.generated.size != 0         ? "generated"
           : o.audit_log                   ? "audit_log"
           : o.history                     ? "history"
           : o.append_only                 ? "append_only"
           : o.lacks(write_kind::any)      ? "without"
           : o.immutable.size != 0         ? "immutable"
           : o.rows_per_tenant != 0        ? "rows_per_tenant"
                                           : "";
}

/// The first option that does nothing without the writes that a model is without; empty where there is none.
[[nodiscard]] constexpr std::string_view find_option_for_lacking_writes(const options& o) {
    if (!o.lacks(write_kind::any)) return {};
    const bool updates = !o.lacks(write_kind::update), erases = !o.lacks(write_kind::erase);
    return o.soft_delete && !(updates && erases) ? "soft_delete"
           : o.versioned && !updates             ? "versioned"
           : o.history && !updates && !erases    ? "history"
           : o.immutable.size != 0 && !updates   ? "immutable"
                                                 : "";
}

} // namespace dataflow::schema::detail
