#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace amaneku::io {

/// Values whose bytes are all of them.
template <typename T>
concept Plain = std::is_trivially_copyable_v<T> && !std::is_pointer_v<T>;

/// Writes values one after the other as bytes, in this machine's order; `Unpacker` reads them back.
class Packer {
public:
    template <Plain T>
    void put(const T& value) {
        m_bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
    void put(const std::string& text) { put(std::string_view{text}); }
    void put(std::string_view text) {
        put(static_cast<std::uint64_t>(text.size()));
        m_bytes.append(text);
    }
    void put(const char* text) { put(std::string_view{text}); }
    template <typename T>
    void put(const std::optional<T>& value) {
        put(static_cast<std::uint8_t>(value ? 1 : 0));
        if (value) put(*value);
    }
    template <typename T>
    void put(const std::vector<T>& values) {
        put(static_cast<std::uint64_t>(values.size()));
        if constexpr (Plain<T>) {
            m_bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
        } else {
            for (const T& value : values) put(value);
        }
    }
    /// Of a type of one's own: `pack(Packer&, const T&)` beside it.
    template <typename T>
    requires(!Plain<T>) void put(const T& value) { pack(*this, value); }
    /// Makes room for what is to come.
    void reserve(std::size_t bytes) { m_bytes.reserve(bytes); }
    [[nodiscard]] const std::string& bytes() const noexcept { return m_bytes; }

private:
    std::string m_bytes;
};

/// Reads what a `Packer` wrote. After a read beyond the end everything is empty and `is_good` false.
class Unpacker {
public:
    explicit Unpacker(std::string_view bytes) : m_bytes{bytes} {}

    template <Plain T>
    void get(T& value) {
        if (const char* from = take(1, sizeof value)) std::memcpy(&value, from, sizeof value);
    }
    void get(std::string& text) {
        const std::uint64_t size = count();
        if (const char* from = take(size, 1)) text.assign(from, size);
    }
    template <typename T>
    void get(std::optional<T>& value) {
        std::uint8_t has = 0;
        get(has);
        value.reset();
        if (has != 0) get(value.emplace());
    }
    template <typename T>
    void get(std::vector<T>& values) {
        const std::uint64_t size = count();
        if constexpr (Plain<T>) {
            const char* from = take(size, sizeof(T));
            if (from == nullptr) return;
            values.resize(size);
            if (size > 0) std::memcpy(values.data(), from, size * sizeof(T));
        } else {
            values.clear();
            for (std::uint64_t i = 0; i < size && m_good; ++i) get(values.emplace_back());
        }
    }
    /// Of a type of one's own: `unpack(Unpacker&, T&)` beside it.
    template <typename T>
    requires(!Plain<T>) void get(T& value) { unpack(*this, value); }
    /// Whether nothing was missing so far.
    [[nodiscard]] bool is_good() const noexcept { return m_good; }
    /// Whether nothing was missing and nothing is left.
    [[nodiscard]] bool is_done() const noexcept { return m_good && m_bytes.empty(); }

private:
    std::uint64_t count() {
        std::uint64_t size = 0;
        get(size);
        return size;
    }
    const char* take(std::uint64_t count, std::size_t size) {
        if (!m_good || count > m_bytes.size() / size) {
            m_good = false;
            return nullptr;
        }
        const char* from = m_bytes.data();
        m_bytes.remove_prefix(count * size);
        return from;
    }

    std::string_view m_bytes;
    bool m_good = true;
};

}  // namespace amaneku::io
