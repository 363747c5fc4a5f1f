// The code of dynamic/detail/found_table.hpp.
#pragma once

#include <dataflow/dynamic/detail/found_table.hpp>
#include <dataflow/schema/names.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace dataflow::dynamic_ {

namespace detail {

[[nodiscard]] inline on_delete as_action(catalog::action a) noexcept {
    switch (a) {
    case catalog::action::cascade: return on_delete::cascade;
    case catalog::action::set_null: return on_delete::set_null;
    default: return on_delete::restrict;
    }
}

} // namespace detail

DATAFLOW_RUNTIME found_table::found_table(dialect d, const catalog::table& of, std::vector<gap>& gaps,
                                          sql::forms& forms)
    : of_(&of) {
    const auto lacks = [&](std::string_view column, std::string message) {
        gaps.push_back({std::string{of.name}, std::string{column}, std::move(message)});
    };
    const auto space = of.in_view ? std::string_view{} : of.schema;
    names_.reserve(1 + of.foreign_keys.size());
    table_.name = names_.emplace_back(schema::whole_name(space, of.name));
    std::vector<catalog::field_choice> choices;
    for (const auto& c : of.columns) {
        auto choice = catalog::choice_of(d, of, c);
        const auto* const kind = kind_of(choice);
        if (kind == nullptr) {
            lacks(c.name, (choice.found ? "the type " + std::string{c.type.spelled} + " is not supported"
                                        : choice.words) +
                              ": the column is left out");
            continue;
        }
        found_.push_back(&c);
        kinds_.push_back(kind);
        if (choice.fit.how == catalog::column_fit::verdict::formed)
            forms.add(choice.fit.form(table_.name, c.name));
        choices.push_back(std::move(choice));
    }
    const auto size = found_.size();
    types_.reserve(size); // addresses are taken
    for (std::size_t i = 0; i < size; ++i) {
        const auto& c = *found_[i];
        auto& type = types_.emplace_back(c.nullable ? *kinds_[i]->optional : *kinds_[i]->plain);
        const auto of_digits = [&](type_info& t) {
            t.digits = static_cast<std::uint8_t>(choices[i].digits);
            t.scale = static_cast<std::uint8_t>(choices[i].scale);
        };
        if (type.stored == storage::decimal) of_digits(type);
        else if (is_array(type.stored) && element_of(type.stored) == storage::decimal) {
            auto& own = *decimals_.emplace_back(std::make_unique<decimals>());
            own.access = *type.sequence;
            own.element = *own.access.element;
            of_digits(own.element);
            own.access.element = &own.element;
            type.sequence = &own.access;
        }
        const auto alignment = kinds_[i]->alignment;
        record_size_ = (record_size_ + alignment - 1) / alignment * alignment;
        fields_.push_back({static_cast<std::uint32_t>(record_size_), &type, c.name});
        record_size_ += type.size;
        auto& column = columns_.emplace_back();
        column.name = column.field = c.name;
        column.type = &type;
        column.key = of.in_key(c.name);
        column.generated = column.key && of.key.columns.size() == 1 && c.numbered != catalog::identity::none;
        if (c.generated != catalog::generation::none) column.managed_by = schema::managed::database;
        if (column.generated) table_.generated_key = static_cast<int>(i);
        if (column.generated && c.numbered == catalog::identity::rowid) table_.reuse_keys = true;
    }
    constexpr auto widest = alignof(std::max_align_t);
    record_size_ = (record_size_ + widest - 1) / widest * widest;
    table_.model = of.name;
    table_.columns = {columns_.data(), columns_.size()};
    table_.own_columns = columns_.size();
    for (const auto name : of.key.columns)
        if (const int at = table_.find(name); at >= 0) key_.push_back(static_cast<std::uint16_t>(at));
    if (key_.size() != of.key.columns.size()) {
        key_.clear();
        lacks({}, "a column of the primary key is left out: records cannot be found by their key");
    } else if (key_.empty() && of.kind == catalog::relation::table)
        lacks({}, "there is no primary key: records cannot be found by one");
    table_.key = {key_.data(), key_.size()};
    for (const auto k : key_) key_fields_.push_back(fields_[k]);
    for (const auto& f : of.foreign_keys) {
        const int at = f.columns.size() == 1 ? table_.find(f.columns[0]) : -1;
        if (at >= 0)
            foreign_keys_.push_back({static_cast<std::uint16_t>(at),
                                     names_.emplace_back(schema::whole_name(
                                         f.target_schema.empty() ? space : f.target_schema, f.target)),
                                     f.target_columns[0], detail::as_action(f.on_delete), false, false});
    }
    table_.foreign_keys = {foreign_keys_.data(), foreign_keys_.size()};
    for (const auto& i : of.indexes) add_unique(i);
    table_.indexes = {indexes_.data(), indexes_.size()};
}

DATAFLOW_RUNTIME void found_table::add_unique(const catalog::index& i) {
    if (!i.unique || i.origin == catalog::index_origin::primary_key ||
        i.parts.size() > schema::index_capacity)
        return;
    schema::index out{.unique = true};
    for (const auto& p : i.parts) {
        const int at = table_.find(p.column);
        if (at < 0) return;
        out.columns[out.size++] = static_cast<std::uint16_t>(at);
    }
    out.where.size = i.predicate.empty() ? 0 : 1; // only whether there is one matters
    indexes_.push_back(out);
}

DATAFLOW_RUNTIME bool found_table::writable() const noexcept {
    return of_->kind == catalog::relation::table || of_->kind == catalog::relation::partitioned_table;
}

DATAFLOW_RUNTIME const schema::table& found_table::with_columns(const std::vector<bool>& given) {
    bool all = true;
    for (std::size_t i = 0; i < columns_.size(); ++i)
        all = all && (given[i] || columns_[i].managed_by != schema::managed::none ||
                      static_cast<int>(i) == table_.generated_key);
    if (all) return table_;
    for (const auto& s : shapes_)
        if (s->given == given) return s->table;
    auto& made = *shapes_.emplace_back(std::make_unique<shape>());
    made.given = given;
    made.columns = columns_;
    for (std::size_t i = 0; i < given.size(); ++i)
        if (!given[i] && static_cast<int>(i) != table_.generated_key)
            made.columns[i].managed_by = schema::managed::database;
    made.table = table_;
    made.table.columns = {made.columns.data(), made.columns.size()};
    return made.table;
}

DATAFLOW_RUNTIME void* record_buffer::add() {
    if (size_ == capacity_) reserve(capacity_ == 0 ? 8 : 2 * capacity_);
    auto* const at = static_cast<std::byte*>((*this)[size_]);
    const auto fields = of_->fields();
    for (std::size_t i = 0; i < fields.size(); ++i)
        of_->kind(i).make(at + fields[i].offset, fields[i].type->nullable());
    ++size_;
    return at;
}

DATAFLOW_RUNTIME void record_buffer::reserve(std::size_t count) {
    if (count <= capacity_) return;
    const auto size = of_->record_size();
    std::unique_ptr<std::byte[]> more{new std::byte[count * size + 1]};
    const auto fields = of_->fields();
    for (std::size_t r = 0; r < size_; ++r)
        for (std::size_t i = 0; i < fields.size(); ++i)
            of_->kind(i).move(more.get() + r * size + fields[i].offset,
                              data_.get() + r * size + fields[i].offset, fields[i].type->nullable());
    data_ = std::move(more);
    capacity_ = count;
}

DATAFLOW_RUNTIME const void* record_buffer::drop_last() {
    shrink(size_ - 1);
    return (*this)[size_];
}

DATAFLOW_RUNTIME void record_buffer::shrink(std::size_t to) noexcept {
    const auto fields = of_->fields();
    for (; size_ > to; --size_)
        for (std::size_t i = 0; i < fields.size(); ++i)
            of_->kind(i).destroy(static_cast<std::byte*>((*this)[size_ - 1]) + fields[i].offset,
                                 fields[i].type->nullable());
}

} // namespace dataflow::dynamic_
