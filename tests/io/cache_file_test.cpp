#include "io/cache_file.hpp"

#include "app/program.hpp"
#include "catch.hpp"
#include "io/packed.hpp"
#include <amaneku/error.hpp>

using namespace amaneku;

namespace {

const std::string key(64, 'a');
const std::string other_key(64, 'b');

}  // namespace

TEST_CASE("a cache file gives back what was written, whatever its length") {
    const Folder folder;
    const std::string path = folder / "x.bin";
    for (const std::size_t size : {0, 1, 31, 32, 33, 100'000}) {
        std::string payload(size, '\0');
        for (std::size_t i = 0; i < size; ++i) payload[i] = static_cast<char>(i * 7);
        io::write_cache_file(path, key, payload);
        const io::CacheFile file = io::read_cache_file(path, key);
        CHECK(file.is_good);
        CHECK(file.payload() == payload);
    }
    CHECK(contents(folder.path).size() == 1);
}

TEST_CASE("a cache file that is not there is no problem; a damaged or foreign one is told, never taken") {
    const Folder folder;
    const std::string path = folder / "x.bin";
    const io::CacheFile none = io::read_cache_file(path, key);
    CHECK_FALSE(none.is_good);
    CHECK(none.problem.empty());

    io::write_cache_file(path, key, "some bytes that are longer than a lane of the sum is");
    const std::string whole = content(path);
    const auto problem = [&](const std::string& bytes) {
        folder.write("x.bin", bytes);
        const io::CacheFile file = io::read_cache_file(path, key);
        CHECK_FALSE(file.is_good);
        return file.problem;
    };
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string bad = whole;
        bad[at] = static_cast<char>(bad[at] ^ 1);
        INFO("byte " << at);
        CHECK(problem(bad) != "");
        CHECK(problem(whole.substr(0, at)) != "");
    }
    CHECK(problem(whole + "x").find("bytes where") != std::string::npos);
    CHECK(problem("some text") == "is shorter than its header");
    CHECK(problem(std::string(1000, 'x')) == "is no cache file");
    folder.write("x.bin", whole);
    CHECK(io::read_cache_file(path, key).is_good);
    CHECK(io::read_cache_file(path, other_key).problem == "is of other inputs");
    CHECK_THROWS_AS(io::write_cache_file(folder / "no/folder/x.bin", key, "x"), Error);
}

TEST_CASE("packed values that end early are told, not read") {
    io::Packer to;
    to.put(std::vector<std::string>{"a", "bc"});
    to.put(std::vector<double>{1.0, 2.0});
    to.put(std::optional<double>{3.0});
    for (std::size_t size = 0; size <= to.bytes().size(); ++size) {
        io::Unpacker from{std::string_view{to.bytes()}.substr(0, size)};
        std::vector<std::string> texts;
        std::vector<double> numbers;
        std::optional<double> maybe;
        from.get(texts);
        from.get(numbers);
        from.get(maybe);
        CHECK(from.is_done() == (size == to.bytes().size()));
    }
    io::Packer long_list;
    long_list.put(std::uint64_t{0xffffffffffffffffULL});
    io::Unpacker from{long_list.bytes()};
    std::vector<double> numbers;
    from.get(numbers);
    CHECK_FALSE(from.is_good());
    CHECK(numbers.empty());
}
