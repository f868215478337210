#include "io/csv_writer.hpp"

#include <amaneku/error.hpp>

#include <iconv.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <type_traits>

namespace amaneku::io {

void CsvWriter::write(std::string_view text) {
    if (!m_first) m_text += ',';
    m_first = false;
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        m_text += text;
        return;
    }
    m_text += '"';
    for (const char c : text) {
        if (c == '"') m_text += '"';
        m_text += c;
    }
    m_text += '"';
}

CsvWriter& CsvWriter::field(std::string_view text) {
    write(text);
    return *this;
}

CsvWriter& CsvWriter::name(std::string_view text) {
    if (!text.empty() && std::string_view{"=+-@\t\r"}.find(text.front()) != std::string_view::npos) {
        write("'" + std::string{text});
    } else {
        write(text);
    }
    return *this;
}

void CsvWriter::end_row() {
    m_text += '\n';
    m_first = true;
}

namespace {

struct CloseConverter {
    void operator()(iconv_t converter) const noexcept { iconv_close(converter); }
};
using Converter = std::unique_ptr<std::remove_pointer_t<iconv_t>, CloseConverter>;

/// Bytes of the first character of UTF-8 text that is not empty.
std::size_t character_size(std::string_view text) noexcept {
    const auto* const end = std::find_if(text.begin() + 1, text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    });
    return static_cast<std::size_t>(end - text.begin());
}

Recoded to_cp932(const std::string& utf8) {
    iconv_t opened = iconv_open("CP932", "UTF-8");
    // iconv says failure by (iconv_t)-1, which would be closed like a converter.
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast,performance-no-int-to-ptr)
    if (opened == reinterpret_cast<iconv_t>(-1))
        throw Error{Errc::output, "output.encoding",
                    "cp932: this system's iconv does not have it: use utf-8-bom"};
    const Converter converter{opened};
    Recoded out;
    std::string copy = utf8;
    char* from = copy.data();
    std::size_t left = copy.size();
    std::array<char, 4096> buffer{};
    while (left > 0) {
        char* to = buffer.data();
        std::size_t room = buffer.size();
        const std::size_t result = iconv(converter.get(), &from, &left, &to, &room);
        out.bytes.append(buffer.data(), buffer.size() - room);
        if (result == static_cast<std::size_t>(-1) && room > 8) {  // a character that CP932 does not have
            out.bytes += "\x81\xAC";                               // 〓
            ++out.replaced;
            const std::size_t skipped = character_size({from, left});
            from = std::next(from, static_cast<std::ptrdiff_t>(skipped));
            left -= skipped;
        }
    }
    return out;
}

}  // namespace

Recoded recode(const std::string& utf8, Encoding encoding) {
    if (encoding == Encoding::utf8) return {utf8, 0};
    if (encoding == Encoding::utf8_bom) return {"\xEF\xBB\xBF" + utf8, 0};
    return to_cp932(utf8);
}

std::string encoded(const std::string& utf8, Encoding encoding) {
    return recode(utf8, encoding).bytes;
}

}  // namespace amaneku::io
