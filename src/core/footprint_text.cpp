#include "core/footprint_text.hpp"

#include <fmt/format.h>

#include <utility>

namespace amaneku {

namespace {

void add(std::string& to, const std::string& part, const char* join) {
    if (part.empty()) return;
    if (!to.empty()) to += join;
    to += part;
}

}  // namespace

LevelCounts provider_levels(const RunResult& result, std::size_t provider) {
    return provider < result.provider_levels.size() ? result.provider_levels[provider] : LevelCounts{};
}

MethodSentence footprint_sentence(const RunResult& result, std::size_t provider) {
    const LevelCounts levels = provider_levels(result, provider);
    MethodSentence out{levels.text(), {}, {}};
    // What was modelled has a sentence of its own.
    LevelCounts plain = levels;
    if (provider < result.modelled.size()) {
        const ModelledArea& area = result.modelled[provider];
        for (std::size_t i = 0; i < plain.of.size(); ++i) plain.of[i] -= area.features.of[i];
        out.ja = area.method_ja;
        out.en = area.method_en;
    }
    if (plain[AccuracyLevel::supplied] > 0) {
        add(out.ja, "提供されたエリア図", "、");
        add(out.en, "areas as supplied", "; ");
    }
    if (plain[AccuracyLevel::circle] > 0) {
        add(out.ja, "基地局を中心とする円", "、");
        add(out.en, "circles around sites", "; ");
    }
    if (plain[AccuracyLevel::sector] > 0) {
        add(out.ja, "基地局からの扇形", "、");
        add(out.en, "sectors from sites", "; ");
    }
    return out;
}

LevelCounts service_levels(const RunResult& result, std::size_t service) {
    std::size_t provider = 0;
    for (std::size_t s = 0; s < service; ++s) provider += result.config.services[s].providers.size();
    LevelCounts out;
    for (std::size_t i = 0; i < result.config.services[service].providers.size(); ++i, ++provider) {
        out += provider_levels(result, provider);
    }
    return out;
}

std::string lowest_level(const LevelCounts& levels) {
    const auto lowest = levels.lowest();
    return lowest ? std::string{level_id(*lowest)} : std::string{};
}

std::vector<MethodSentence> all_sentences(const RunResult& result) {
    std::vector<MethodSentence> out = caution_sentences(result);
    for (MethodSentence& sentence : method_sentences(result.config)) out.push_back(std::move(sentence));
    return out;
}

std::vector<MethodSentence> caution_sentences(const RunResult& result) {
    std::string levels;
    for (std::size_t s = 0; s < result.config.services.size(); ++s) {
        const LevelCounts of = service_levels(result, s);
        if (of.total() == of.of.front()) continue;  // all as supplied, or none
        add(levels, fmt::format("{}: {}", result.config.services[s].name, of.text()), "; ");
    }
    if (levels.empty()) return {};
    return {
        {"modelled",
         fmt::format(
             "モデルによるエリア（{}）は、基地局などの情報と伝搬の仮定からの推定であり、事業者が公表し、"
             "または総務省に報告したエリアではない。地形・建物・樹木・アンテナの設定・混雑は簡略化して"
             "いる。個々の住所で使えるかどうかの判断に用いてはならない",
             levels),
         fmt::format("modelled coverage ({}) is an estimate from site data and a propagation model of that "
                     "level. It is not the area published by operators or reported to the ministry. "
                     "Terrain, buildings, foliage, antenna settings and traffic are simplified. Do not use "
                     "it to decide whether one address has service",
                     levels)}};
}

}  // namespace amaneku
