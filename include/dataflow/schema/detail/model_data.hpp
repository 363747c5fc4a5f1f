// The constant arrays of a model's table, out of its reflection and its options.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/reflect/names.hpp>
#include <dataflow/schema/detail/field_kinds.hpp>
#include <dataflow/schema/detail/foreign_key_parts.hpp>
#include <dataflow/schema/detail/history_data.hpp>
#include <dataflow/schema/detail/model_parts.hpp>
#include <dataflow/schema/initializers.hpp>
#include <dataflow/schema/key_facts.hpp>
#include <dataflow/schema/managed.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/record.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/schema/table_name.hpp>
#include <dataflow/schema/types.hpp>

#include <array>
#include <cstddef>

namespace dataflow::schema::detail {

inline constexpr key_facts no_key{};

template <class M>
struct model_data {
    static constexpr const options& opts = options_of<M>;
    static constexpr std::size_t own = reflect::field_count<M>;
    static constexpr std::size_t total = own + (has_managed_key<M> ? 1 : 0) + count_managed(opts);
    static constexpr std::array<column, total> columns =
        make_columns<total>(facts_of<M>, initializers_of<M>, has_managed_key<M> ? &info_of<id<M>> : nullptr);
    static constexpr std::size_t key_size = opts.key.size != 0                     ? opts.key.size
                                            : own_id<M> >= 0 || has_managed_key<M> ? 1
                                                                                   : 0;
    static constexpr auto key = make_key<key_size>(facts_of<M>, columns);
    static constexpr const key_facts& own_key() {
        constexpr bool used = [] {
            bool any = false;
            for (std::size_t i = 0; i < opts.foreign_keys.size; ++i)
                any = any || opts.foreign_keys.items[i].itself;
            return any;
        }();
        if constexpr (used) return key_facts_of<M>::value;
        else return no_key;
    }
    static constexpr auto references =
        make_foreign_keys<count_foreign_keys(facts_of<M>)>(facts_of<M>, own_key());
    static constexpr constant_list<foreign_key> foreign_keys{references.data(), [] {
                                                                 std::size_t n = 0;
                                                                 for (const auto& f : references)
                                                                     n += f.action != on_delete::not_enforced
                                                                              ? 1U
                                                                              : 0U;
                                                                 return n;
                                                             }()};
    static constexpr auto indexes = make_indexes<opts.unique.size + opts.indexes.size>(opts, columns);
    static constexpr auto checks = make_checks<opts.checks.size>(opts, columns);
    static constexpr auto similar = make_similar<opts.similar.size>(opts, columns);
    static constexpr auto full_text =
        find_all_named<opts.full_text.columns.size>(columns, opts.full_text.columns);
    static constexpr auto secrets = find_all_named<opts.secrets.size>(columns, opts.secrets);
    static constexpr auto immutable = find_all_named<opts.immutable.size>(columns, opts.immutable);
    static constexpr auto renamed =
        make_renamings<opts.renamed.size + opts.renamed_values.size>(opts, columns);
    static constexpr auto guards = make_guards<count_managed(opts, true)>(opts, columns);
    static constexpr auto stamps = make_stamps<count_stamps(opts)>(opts, columns);

    static constexpr constant_pointer<table> history() {
        if constexpr (opts.history) return &history_data<model_data>::description;
        else return nullptr;
    }

    static constexpr std::string_view model = reflect::type_name<M>;
    static constexpr std::string_view name = table_name<M>;
    static constexpr int partition = find_managed(columns, managed::tenant);

    static constexpr table description{
        model,
        name,
        columns,
        key,
        foreign_keys,
        indexes,
        checks,
        own,
        find_generated_key(columns, key),
        find_managed(columns, managed::created_at),
        find_managed(columns, managed::updated_at),
        opts.reuse_keys,
        similar,
        full_text,
        {guards, stamps, find_managed(columns, managed::tenant), opts.soft_delete,
         find_managed(columns, managed::version), opts.audit_log, opts.row_level_security, secrets,
         opts.lacking(), opts.rows_per_tenant, immutable},
        opts.read_only,
        references,
        opts.renamed_table,
        renamed,
        history(),
    };

    /// Where each column lies in a `record<M>`; after them, its size.
    static constexpr auto places =
        make_fields<total>(columns, reflect::field_layout<M>.offsets, own, sizeof(M));
    static constexpr constant_list<field_access> fields{places.data(), total};
    static_assert(alignof(M) <= 8 && sizeof(record<M>) == places[total].offset,
                  "dataflow: this compiler lays records out in a way that is not known; please report it");
};

} // namespace dataflow::schema::detail
